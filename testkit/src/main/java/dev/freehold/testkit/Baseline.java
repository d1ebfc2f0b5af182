package dev.freehold.testkit;

import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeldBlock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The blocks that were held at one moment, of the heaps that do not record all of them: what is
/// there later and was not then was taken in between.
///
/// For one thread at a time.
final class Baseline {
  private final Map<Heap, Set<Held>> byHeap = new HashMap<>();

  /// A block of a heap without records has no other name.
  private record Held(long address, long bytes) {
    static Held of(HeldBlock block) {
      return new Held(block.address(), block.bytes());
    }
  }

  /// Of no heap.
  static Baseline none() {
    return new Baseline();
  }

  /// Of now, in time linear in the blocks of these heaps.
  static Baseline now() {
    Baseline now = new Baseline();
    for (Heap heap : Heap.mapped()) {
      if (heap.checks().compareTo(Checks.FULL) < 0) {
        now.byHeap.put(heap, new HashSet<>());
        now.add(heap);
      }
    }
    return now;
  }

  private void add(Heap heap) {
    Set<Held> held = byHeap.get(heap);
    if (held != null) {
      heap.heldBlocks().forEach(block -> held.add(Held.of(block)));
    }
  }

  /// Adds the blocks that are held now of the heaps that are in both.
  void addThoseOf(Baseline other) {
    other.byHeap.keySet().forEach(this::add);
  }

  boolean contains(Heap heap) {
    return byHeap.containsKey(heap);
  }

  /// Whether the heap is in it, and the block was not held then.
  boolean lacks(Heap heap, HeldBlock block) {
    Set<Held> held = byHeap.get(heap);
    return held != null && !held.contains(Held.of(block));
  }

  void clear() {
    byHeap.clear();
  }
}
