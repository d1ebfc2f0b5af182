/// Divides a region into blocks: the allocators of the textbook, and the blocks they are composed
/// from.
///
/// ```java
/// try (Region region = Region.reserve(RegionConfig.ofReserve(1L << 30))) {
///   BestFit allocator = new BestFit(region);
///   long block = allocator.allocate(200, 16);
///   Memory.setLong(block, 42);
///   allocator.free(block);
/// }
/// ```
///
/// An *allocator* has four primitives over `long` addresses ([Allocator]); 0 is the null address
/// and means "refused". A *block* is one allocation; a *hole* is a maximal free range between
/// blocks. Sizes are bytes. What an allocator can do beyond the four primitives it says by a small
/// interface, so a missing capability is a missing interface.
///
/// | want | take |
/// |---|---|
/// | the least memory | [BestFit] or [FirstFit] |
/// | the least time, many small blocks | [Slab] |
/// | power-of-two blocks, cheap merging | [Buddy] |
/// | all freed at once | [Bump] |
/// | small and large treated apart | [Segregator] |
/// | a second source when the first is full | [Fallback] |
/// | a limit | [Budgeted] |
///
/// No allocator here is safe for use by two threads at once; a `Heap` is.
package dev.freehold.alloc;
