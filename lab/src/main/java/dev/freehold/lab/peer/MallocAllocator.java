package dev.freehold.lab.peer;

import dev.freehold.alloc.Allocator;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// The four primitives over a C library. Run as a copy per library ([ClassCopy]), whose class data
/// is the [MallocLibrary].
///
/// It departs from the contract where C does: an address that is no live block is undefined
/// behaviour, and [#sizeOf] is what the block can hold, not what was requested.
final class MallocAllocator implements Allocator {
  private static final long PLAIN_ALIGNMENT = 16; // what malloc gives on every 64-bit platform

  private static final MallocLibrary LIBRARY = library();
  private static final MethodHandle MALLOC = LIBRARY.malloc();
  private static final MethodHandle ALIGNED = LIBRARY.aligned();
  private static final MethodHandle FREE = LIBRARY.free();
  private static final MethodHandle USABLE_SIZE = LIBRARY.usableSize();

  MallocAllocator() {}

  private static MallocLibrary library() {
    try {
      return MethodHandles.classData(
          MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, MallocLibrary.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long allocate(long bytes, long alignment) {
    if (bytes < 0 || Long.bitCount(alignment) != 1 || alignment > MAX_ALIGNMENT) {
      throw new IllegalArgumentException(
          "%d bytes at a multiple of %d: the size must not be negative, the alignment a power of two up to %d"
              .formatted(bytes, alignment, MAX_ALIGNMENT));
    }
    try {
      // Of a smaller size than the alignment, C only promises the alignment that the size needs.
      return alignment <= PLAIN_ALIGNMENT
          ? (long) MALLOC.invokeExact(Math.max(bytes, alignment))
          : (long) ALIGNED.invokeExact(alignment, bytes);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean resize(long address, long bytes) {
    return bytes <= sizeOf(address);
  }

  @Override
  public void free(long address) {
    try {
      FREE.invokeExact(address);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long sizeOf(long address) {
    try {
      return (long) USABLE_SIZE.invokeExact(address);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
