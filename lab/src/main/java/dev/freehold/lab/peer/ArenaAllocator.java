package dev.freehold.lab.peer;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.InvalidFreeException;
import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The four primitives over one `Arena.ofConfined` per block.
///
/// An arena is found again by a number kept in front of its block, which costs less than any map
/// from addresses to arenas would:
///
/// ```text
///  segment                    address returned, a multiple of the alignment
///  | ........ | slot | bytes  | block ... |
///               8 B    8 B
/// ```
///
/// Like every arena of the JDK it zeroes its blocks. An address that is no live block is undefined
/// behaviour, as in C.
final class ArenaAllocator implements Allocator, AutoCloseable {
  private static final long HEADER = 16;

  private @Nullable Arena[] arenas = new @Nullable Arena[1024];
  private int[] freeSlots = new int[1024];
  private int freeCount;
  private int used;

  @Override
  @SuppressWarnings("MustBeClosedChecker") // an arena is closed when its block is freed
  public long allocate(long bytes, long alignment) {
    long offset = Math.max(HEADER, alignment);
    Arena arena = Arena.ofConfined();
    long address;
    try {
      address = arena.allocate(Math.addExact(bytes, offset), offset).address() + offset;
    } catch (OutOfMemoryError e) {
      arena.close();
      return NULL;
    }
    int slot = freeCount > 0 ? freeSlots[--freeCount] : newSlot();
    arenas[slot] = arena;
    Memory.setLong(address - 16, slot);
    Memory.setLong(address - 8, bytes);
    return address;
  }

  private int newSlot() {
    if (used == arenas.length) {
      arenas = Arrays.copyOf(arenas, used * 2);
      freeSlots = Arrays.copyOf(freeSlots, used * 2);
    }
    return used++;
  }

  @Override
  public boolean resize(long address, long bytes) {
    return bytes == sizeOf(address);
  }

  @Override
  public void free(long address) {
    int slot = (int) Memory.getLong(address - 16);
    Arena arena = arenas[slot];
    if (arena == null) {
      throw new InvalidFreeException("arena-confined", address, "a closed arena");
    }
    arenas[slot] = null;
    freeSlots[freeCount++] = slot;
    arena.close();
  }

  @Override
  public long sizeOf(long address) {
    return Memory.getLong(address - 8);
  }

  @Override
  public void close() {
    for (int slot = 0; slot < used; slot++) {
      Arena arena = arenas[slot];
      if (arena != null) {
        arena.close();
      }
    }
    used = 0;
    freeCount = 0;
    Arrays.fill(arenas, null);
  }
}
