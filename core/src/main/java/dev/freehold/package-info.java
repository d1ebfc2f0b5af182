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
/// Others use a block by *borrowing* it, many to read or one to write; while they do, its owner can
/// neither close nor move it:
///
/// ```java
/// try (Borrow writer = block.write()) {
///   MemorySegment left = writer.segment().asSlice(0, 512);
///   MemorySegment right = writer.segment().asSlice(512);
///   right.copyFrom(left);
/// }
/// ```
///
/// A block belongs to one thread. It moves to another as a *parcel*, through whatever the program
/// has, or is *shared* by all that hold a handle. What it was handed on from owns nothing, and its
/// close has no effect:
///
/// ```java
/// try (Block block = heap.allocate(8)) {
///   block.segment().set(ValueLayout.JAVA_LONG, 0, 42); // where this fails, the block is freed
///   queue.add(block.send()); // from here on the close of this block has no effect
/// }
/// ```
///
/// A use against the rules throws, and changes nothing: [Block] lists which use throws what.
///
/// | want | take | contents at first | freed |
/// |---|---|---|---|
/// | one block, freed when no longer needed | `heap.allocate(bytes)` | undefined | by `block.close()` |
/// | many blocks, freed together | `heap.arena()` | zero | by `arena.close()` |
/// | a block for another thread | `block.send()`, `parcel.receive()` | as sent | by the receiver |
/// | a block that all threads read | `block.share()`, `shared.read()` | as shared | by the last holder |
/// | a block with several owners here | `block.count()` | as counted | by the last holder |
/// | equal blocks, again and again | `pool.take()`: [Pool] | as configured | never while idle; `lease.close()` returns it |
/// | blocks in a `long` | `heap.handles()`: [Handles] | undefined | by `handles.free(handle)` |
/// | addresses, no checks | [dev.freehold.alloc] | undefined | by `allocator.free(address)` |
package dev.freehold;
