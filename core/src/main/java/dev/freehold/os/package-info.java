/// The operating system, and the only restricted calls of the library.
///
/// [Os] is the small interface that regions are built on. [Linux] calls the kernel; [Portable] does
/// what the JDK alone can do, anywhere. [Os#current] chooses once, at start;
/// `-Dfreehold.os=portable` forces the floor. [Memory] reads and writes native memory by address,
/// and [MachineCode] calls it.
///
/// | | `Linux` | `Portable` |
/// |---|---|---|
/// | reserve without committing | yes | up to the size of a sparse temporary file |
/// | give memory back | yes | no |
/// | resident bytes | exact | unknown |
/// | huge-page advice, protection | yes | no |
/// | guard pages that throw | yes | no |
/// | addresses of the program's choice | yes | no |
/// | sealed, locked, hidden memory | where the kernel has it | no |
package dev.freehold.os;
