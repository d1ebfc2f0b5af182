/// Recorded allocation traces: what a trace is, and the readers of every format it comes in.
///
/// ```java
/// Trace node = BundledTraces.open().find("node");
/// Trace own = TraceFiles.read(Path.of("app.raw.zst"), System.err::println);
/// ```
///
/// | from | to a trace |
/// |---|---|
/// | a program | `heaptrack -r PROGRAM`, then [TraceFiles] |
/// | a bundled file | [BundledTraces] |
/// | one's own code | [TraceBuilder] |
///
/// Whatever is wrong with a file is a [TraceFormatException] of one line.
package dev.freehold.lab.trace;
