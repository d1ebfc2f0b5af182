/// Page traces: which pages a program asked for, read from every format they come in.
///
/// ```java
/// PageTrace oltp = PageTraces.read(Path.of("data/page/arc_OLTP.lis.gz"));
/// long misses = oltp.requests().misses(Policies.ARC.open(oltp.requests(), 1000));
/// ```
///
/// | from | to a trace |
/// |---|---|
/// | any program | `valgrind --tool=lackey --trace-mem=yes`, then [PageTraces] |
/// | a disk | `blkparse -f "%T.%9t %S %N\n"`, then [PageTraces] |
/// | one's own code | [dev.freehold.paging.trace.PageTraceWriter], then [PageTraces] |
///
/// Whatever is wrong with a file is a [dev.freehold.lab.input.TraceFormatException] of one line.
package dev.freehold.lab.pages;
