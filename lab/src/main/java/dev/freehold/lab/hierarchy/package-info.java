/// Measures the memory hierarchy of the machine: how far each kind of memory is, how large it is,
/// and how fast it delivers.
///
/// ```text
/// RandomCycle   a chain of loads, each waiting for the last      the latency of a working set
///   Latencies   over growing working sets, minima over passes    -> Curve
///     Plateaus  where the curve is flat, where it rises          -> the levels found
///       Levels  beside what the system reports                   -> Level, with remarks
/// Bandwidth, PageCosts, DiskReads                                what a curve does not show
/// Survey        all of it, in order                              -> Hierarchy
/// ```
package dev.freehold.lab.hierarchy;
