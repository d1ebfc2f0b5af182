/// What a program uses: heaps, and the blocks and arenas that they hand out.
///
/// A *heap* is native memory with a name and a limit; a *block* is one allocation of it, and its
/// *owner* is the thread that took it. Closing a block frees it at once:
///
/// ```java
/// try (Heap heap = Heap.open(HeapConfig.named("orders").withLimit(64 << 20))) { // 64 MiB
///   try (Block block = heap.allocate(256)) {
///     MemorySegment order = block.segment();
///     order.set(ValueLayout.JAVA_LONG, 0, 42);
///     order.setString(8, "forty-two");
///   }
///   heap.verify();
/// }
/// ```
///
/// Where blocks are freed together, take them from an *arena*: it is a `java.lang.foreign.Arena`,
/// so code that takes one works with it unchanged:
///
/// ```java
/// try (Heap heap = Heap.open(HeapConfig.named("queries"));
///     Arena arena = heap.arena()) {
///   MemorySegment names = arena.allocateFrom("alpha");
///   MemorySegment counts = arena.allocate(ValueLayout.JAVA_INT, 1_000); // zeroed
///   counts.setAtIndex(ValueLayout.JAVA_INT, 7, (int) names.byteSize());
/// }
/// ```
///
/// | want | take | contents at first | freed |
/// |---|---|---|---|
/// | one block, freed when no longer needed | `heap.allocate(bytes)` | undefined | by `block.close()` |
/// | many blocks, freed together | `heap.arena()` | zero | by `arena.close()` |
/// | addresses, no checks | [dev.freehold.alloc] | undefined | by `allocator.free(address)` |
package dev.freehold;
