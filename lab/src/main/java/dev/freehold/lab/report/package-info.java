/// The page that shows a replay: what each trace is, how each allocator laid it out in memory, and
/// what that cost.
///
/// ```java
/// Timeline map = TimelineRecorder.record("best-fit", trace, new BestFit(region));
/// HtmlReport.write(file, List.of(TraceReport.of(trace, results, List.of(map))));
/// ```
///
/// The page is one file that loads nothing: the template beside this package is written with its
/// style, its scripts and the records of this package inside it.
package dev.freehold.lab.report;
