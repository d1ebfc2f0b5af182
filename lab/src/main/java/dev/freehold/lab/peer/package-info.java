/// Allocators of others, for comparison in the same run: those of C libraries through the foreign
/// function interface, and the JDK's own arenas.
///
/// | name | library | Debian package |
/// |---|---|---|
/// | `glibc` | the C library of the process | always there |
/// | `mimalloc` | `libmimalloc.so.2` | libmimalloc2.0 |
/// | `jemalloc` | `libjemalloc.so.2` | libjemalloc2 |
/// | `tcmalloc` | `libtcmalloc_minimal.so.4` | libtcmalloc-minimal4 |
/// | `arena-confined` | one `Arena.ofConfined` per block | always there |
///
/// A library is loaded beside the C library, never in its place, so the peers do not meet each
/// other. Calls use the linker's default option, as a program would that does not know how long an
/// allocation takes.
package dev.freehold.lab.peer;
