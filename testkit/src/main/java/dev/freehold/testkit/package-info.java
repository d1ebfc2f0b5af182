/// What a test of an allocator, or of a program that uses one, needs.
///
/// ```java
/// class BestFitTest extends AllocatorContract { // some twenty tests, and random operations
///   @Override
///   protected Allocator over(Region region) {
///     return new BestFit(region);
///   }
/// }
/// ```
///
/// A *contract* is the tests that every implementation of an interface passes. A *sequence* is a
/// list of operations on numbered blocks, random by seed or written down. The *shadow model* is
/// what an allocator must hold after it. A *difference* between the two is made small, and printed
/// as a sequence that can be pasted into a test.
///
/// | want | take |
/// |---|---|
/// | to test an allocator | [AllocatorContract] |
/// | to run sequences of one's own mix, or a printed one again | [ShadowCheck], [OperationSequence] |
/// | `verify()` after every test | [VerifyAfterEach] |
/// | to find what tests leave behind | [NoLeaks] |
/// | to limit what a test takes, or choose what is checked | [LimitOffHeap], [Checked] |
/// | to test a program for exhaustion | [FailingHeap], [FailingAllocator] |
/// | to test what a program does under pressure | [SimulatedPressure] |
/// | to test an allocator for a refusing kernel | [FailingOs] |
package dev.freehold.testkit;
