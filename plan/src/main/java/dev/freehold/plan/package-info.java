/// Static plans: buffers whose lifetimes are known, at fixed offsets of one block.
///
/// ```java
/// Plan plan =
///     Plan.named("pipeline")
///         .buffer("input", 0, 3, 4096) // live at steps 0, 1, 2
///         .buffer("scratch", 1, 2, 8192)
///         .buffer("output", 2, 4, 8192) // may have the bytes of scratch
///         .solve();
/// try (PlanMemory memory = plan.open(PlanMemory.Checks.LIFETIMES)) {
///   MemorySegment input = memory.take("input");
///   input.set(ValueLayout.JAVA_LONG, 0, 42);
///   memory.release("input");
/// }
/// ```
///
/// A *problem* has *buffers*, each so many bytes, live from one moment to another, and a
/// *capacity*. A *plan* gives each buffer an offset, so that no two share a byte while both are
/// live. Its *height* is the size of the block it needs. The *lower bound* is a height that no plan
/// is below, at first the most bytes that are live at one moment.
///
/// | what you have | use |
/// |---|---|
/// | buffers known in code | [Plan#named] |
/// | a CSV file, and offsets wanted as constants in Java source | [GeneratePlan] |
/// | a recorded trace | [Plan#fromTrace] |
/// | a problem and a choice of goal, time and threads | [Solver#solve] |
/// | offsets from elsewhere to be checked | [Validator#fault] |
package dev.freehold.plan;
