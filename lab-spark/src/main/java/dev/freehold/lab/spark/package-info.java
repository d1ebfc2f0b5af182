/// The lab on Apache Spark: the same policies and the same curves, for traces that outgrow one
/// machine, and a generator of such traces.
///
/// ```text
/// GenerateCommand -> PartsWriter          a trace in parts: files of 4 bytes a request
/// Parts <- StoredParts, SharedParts       what tasks read, from files or from a broadcast
/// Cells                                   a task for each policy and size
/// NextUses                                the future that OPT needs, by a window function
/// Curves                                  stack distances of stretches, joined pair by pair
/// ```
@org.jspecify.annotations.NullMarked
package dev.freehold.lab.spark;
