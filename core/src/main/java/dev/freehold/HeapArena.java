package dev.freehold;

import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An arena whose segments are blocks of a heap.
///
/// Invariants: `addresses[0, count)` are the live blocks that this arena took, in the order of
/// taking; they are freed in the reverse order, after the scope has ended. `tethers[i]` is that of
/// block `i`, where it is recorded.
final class HeapArena implements Arena {
  private static final int FIRST_CAPACITY = 8;

  private final Heap heap;
  private final Thread owner = Thread.currentThread();
  private final Arena scope = Arena.ofConfined();
  private long[] addresses = new long[FIRST_CAPACITY];
  private @Nullable Tether[] tethers = new Tether[0];
  private int count;

  HeapArena(Heap heap) {
    this.heap = heap;
  }

  @Override
  public MemorySegment allocate(long bytes, long alignment) {
    SizeException.check(bytes, alignment);
    ensureUsable();
    if (count == addresses.length) {
      addresses = Arrays.copyOf(addresses, 2 * count);
    }
    Tether tether = heap.takeTethered(bytes, alignment);
    long address =
        tether == Tether.NONE ? heap.take(bytes, alignment) : hold(tether).record.address;
    addresses[count++] = address;
    Memory.fill(address, bytes, (byte) 0);
    return Memory.view(address, bytes, scope);
  }

  private Tether hold(Tether tether) {
    if (count >= tethers.length) {
      tethers = Arrays.copyOf(tethers, addresses.length);
    }
    tethers[count] = tether;
    return tether;
  }

  private Tether tetherOf(int block) {
    Tether tether = block < tethers.length ? tethers[block] : null;
    return tether == null ? Tether.NONE : tether;
  }

  @Override
  public MemorySegment.Scope scope() {
    return scope.scope();
  }

  @Override
  public void close() {
    try {
      scope.close();
    } finally {
      if (!scope.scope().isAlive()) { // also where a cleanup action of the program has thrown
        freeAll();
      }
    }
  }

  private void freeAll() {
    RuntimeException first = null;
    while (count > 0) {
      try {
        count--;
        heap.give(addresses[count], tetherOf(count));
      } catch (RuntimeException e) { // as of a misuse found: the others are to be freed too
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void ensureUsable() {
    if (Thread.currentThread() != owner) {
      throw new WrongThreadException(
          "the arena of heap '%s' is owned by %s, not by %s: open one on each thread"
              .formatted(heap.name(), owner, Thread.currentThread()));
    }
    if (!scope.scope().isAlive()) {
      throw new IllegalStateException(
          "the arena of heap '%s' is closed: open another with heap.arena()"
              .formatted(heap.name()));
    }
  }
}
