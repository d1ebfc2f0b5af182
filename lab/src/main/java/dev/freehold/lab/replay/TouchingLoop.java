package dev.freehold.lab.replay;

import dev.freehold.alloc.Allocator;
import dev.freehold.lab.code.ClassCopy;
import dev.freehold.lab.trace.Trace;
import dev.freehold.os.Memory;
import java.lang.invoke.MethodHandles;

/// Touches each OS page of each block once, as a program that uses its blocks does. Run as a copy
/// per candidate: see [ClassCopy].
final class TouchingLoop implements Loop {
  private static final long PAGE_BYTES = 4 << 10; // 4 KiB; a larger OS page is touched more often
  private static final long ALIGNMENT = 16;

  TouchingLoop() {}

  static Loop copy(String name) {
    return ClassCopy.of(MethodHandles.lookup(), TouchingLoop.class, name, Loop.class);
  }

  @Override
  public int run(Trace trace, Allocator allocator, long[] addresses, int from, int to) {
    for (int at = from; at < to; at++) {
      int code = trace.code(at);
      if (code >= 0) {
        long bytes = trace.bytes(code);
        long address = allocator.allocate(bytes, ALIGNMENT);
        if (address == Allocator.NULL) {
          return at;
        }
        addresses[code] = address;
        long end = address + bytes;
        for (long touched = address; touched < end; touched = (touched | PAGE_BYTES - 1) + 1) {
          Memory.setByte(touched, (byte) code);
        }
      } else {
        allocator.free(addresses[~code]);
      }
    }
    return to;
  }
}
