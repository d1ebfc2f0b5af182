package dev.freehold.detection;

import static dev.freehold.detection.Finding.ALWAYS;
import static dev.freehold.detection.Finding.ON_DEMAND;
import static dev.freehold.detection.Finding.ON_FREE;
import static dev.freehold.detection.Hostile.Verdict.HARMLESS;
import static dev.freehold.detection.Hostile.Verdict.reported;

import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// 42 programs against a heap at [dev.freehold.Checks#FULL], most of them by raw address.
final class HostilePrograms {
  private static final long SMALL = 16;
  private static final long MIDDLE = 256;
  private static final long LARGE = 200_000;

  private HostilePrograms() {}

  static final List<Hostile> ALL =
      List.of(
          // frees too many
          at("a small block freed twice", Defect.DOUBLE_FREE, SMALL, (a, p) -> twice(a, p)),
          at("a block of 256 bytes freed twice", Defect.DOUBLE_FREE, MIDDLE, (a, p) -> twice(a, p)),
          at("a large block freed twice", Defect.DOUBLE_FREE, LARGE, (a, p) -> twice(a, p)),
          at(
              "freed twice, another free between",
              Defect.DOUBLE_FREE,
              SMALL,
              (a, p) -> {
                long other = a.allocate(SMALL, 16);
                a.free(p);
                a.free(other);
                a.free(p);
              }),
          at(
              "freed twice, 10,000 blocks between",
              Defect.DOUBLE_FREE,
              SMALL,
              (a, p) -> {
                a.free(p);
                for (int i = 0; i < 10_000; i++) {
                  a.free(a.allocate(SMALL, 16));
                }
                a.free(p);
              }),
          at(
              "a large block freed twice, others between",
              Defect.DOUBLE_FREE,
              LARGE,
              (a, p) -> {
                a.free(p);
                for (int i = 0; i < 10; i++) {
                  a.free(a.allocate(LARGE, 16));
                }
                a.free(p);
              }),
          at(
              "two threads free the same block",
              Defect.DOUBLE_FREE,
              SMALL,
              (a, p) -> {
                Thread other = Thread.ofPlatform().start(() -> a.free(p));
                other.join();
                a.free(p);
              }),
          // frees of what is no block
          at(
              "an address one byte into a block",
              Defect.INVALID_FREE,
              MIDDLE,
              (a, p) -> {
                release(a, p, p + 1);
              }),
          at(
              "an aligned address into a block",
              Defect.INVALID_FREE,
              MIDDLE,
              (a, p) -> {
                release(a, p, p + 16);
              }),
          at(
              "the last byte of a block",
              Defect.INVALID_FREE,
              MIDDLE,
              (a, p) -> {
                release(a, p, p + MIDDLE - 1);
              }),
          at(
              "the end of a block",
              Defect.INVALID_FREE,
              MIDDLE,
              (a, p) -> {
                release(a, p, p + MIDDLE);
              }),
          at(
              "before the start of a block",
              Defect.INVALID_FREE,
              MIDDLE,
              (a, p) -> {
                release(a, p, p - 16);
              }),
          at(
              "inside a large block",
              Defect.INVALID_FREE,
              LARGE,
              (a, p) -> {
                release(a, p, p + 4096);
              }),
          at(
              "inside a freed block",
              Defect.INVALID_FREE,
              MIDDLE,
              (a, p) -> {
                a.free(p);
                a.free(p + 32);
              }),
          at("the null address", Defect.NULL_ACCESS, SMALL, (a, p) -> release(a, p, 0)),
          at("an address of no heap", Defect.INVALID_FREE, SMALL, (a, p) -> release(a, p, 12_345)),
          at("all bits one", Defect.INVALID_FREE, SMALL, (a, p) -> release(a, p, -1)),
          at(
              "memory of an arena of the JDK",
              Defect.INVALID_FREE,
              SMALL,
              (a, p) -> {
                try (Arena arena = Arena.ofConfined()) {
                  release(a, p, arena.allocate(64, 16).address());
                }
              }),
          at(
              "a forged block inside another",
              Defect.INVALID_FREE,
              MIDDLE,
              (a, p) -> {
                Memory.setLong(p + 8, 0x41);
                Memory.setLong(p + 72, 0x41);
                release(a, p, p + 16);
              }),
          new Hostile(
              "a block of another heap",
              reported(Defect.MISMATCHED_HEAP, ALWAYS),
              HostilePrograms::freeOfAnother),
          new Hostile(
              "a block of an arena of the heap, which the arena frees again",
              reported(Defect.DOUBLE_FREE, ALWAYS),
              heap -> {
                try (Arena arena = heap.arena()) {
                  heap.addresses().free(arena.allocate(64).address());
                }
                return Misuse::nothing;
              }),
          // writes around
          around("one byte over the end of a small block", Defect.OVERFLOW, SMALL, SMALL + 1, 1),
          around("8 bytes over the end of a small block", Defect.OVERFLOW, SMALL, SMALL, 8),
          around("8 bytes over the end of a large block", Defect.OVERFLOW, LARGE, LARGE, 8),
          around("the last byte of the canary", Defect.OVERFLOW, SMALL, SMALL + 15, 1),
          around("one byte before a small block", Defect.UNDERFLOW, SMALL, -1, 1),
          around("8 bytes before a small block", Defect.UNDERFLOW, SMALL, -8, 8),
          around("8 bytes before a large block", Defect.UNDERFLOW, LARGE, -8, 8),
          new Hostile(
              "a zero over the end of a string",
              HARMLESS,
              heap -> {
                Allocator a = heap.addresses();
                long p = a.allocate(SMALL, 16);
                Memory.setByte(p + SMALL, (byte) 0);
                return () -> a.free(p);
              }),
          new Hostile(
              "a string without its end, read by a segment of the block",
              reported(Defect.OVERFLOW, Finding.ALWAYS),
              heap -> {
                var block = heap.allocate(SMALL);
                try {
                  MemorySegment segment = block.segment();
                  segment.fill((byte) 'x');
                  segment.getString(0);
                } finally {
                  block.close();
                }
                return Misuse::nothing;
              }),
          // uses after the free
          late("a small block is written after its free", SMALL, 0),
          late("a middle one is written at its end after its free", MIDDLE, MIDDLE - 8),
          late("a large one is written after its free", LARGE, 100_000),
          new Hostile(
              "a freed block is written, then 30,000 are taken",
              reported(Defect.WRITE_AFTER_FREE, ALWAYS),
              heap -> {
                Allocator a = heap.addresses();
                long p = a.allocate(MIDDLE, 16);
                a.free(p);
                Memory.setLong(p, 42);
                for (int i = 0; i < 30_000; i++) {
                  a.free(a.allocate(MIDDLE, 16));
                }
                return Misuse::nothing;
              }),
          new Hostile(
              "a freed block is read for what was in it",
              HARMLESS,
              heap -> {
                Allocator a = heap.addresses();
                long p = a.allocate(SMALL, 16);
                Memory.setLong(p, 42);
                a.free(p);
                if (Memory.getLong(p) == 42) {
                  throw new AssertionError("the contents outlive the block");
                }
                return Misuse::nothing;
              }),
          new Hostile(
              "a new block is read for what was in it before",
              HARMLESS,
              heap -> {
                Allocator a = heap.addresses();
                for (int i = 0; i < 1_000; i++) {
                  long p = a.allocate(SMALL, 16);
                  if (Memory.getLong(p) == 42) {
                    throw new AssertionError("the contents outlive the block");
                  }
                  Memory.setLong(p, 42);
                  a.free(p);
                }
                return Misuse::nothing;
              }),
          // sizes
          size("-1 bytes", -1, refusedSize()),
          size("the least number", Long.MIN_VALUE, refusedSize()),
          size("the greatest number, which canaries overflow", Long.MAX_VALUE, noRoom()),
          size("all but 16 bytes of it", Long.MAX_VALUE - 15, noRoom()),
          new Hostile(
              "an empty block, written",
              reported(Defect.OVERFLOW, ON_FREE),
              heap -> {
                Allocator a = heap.addresses();
                long p = a.allocate(0, 16);
                Memory.setLong(p, 42);
                return () -> a.free(p);
              }),
          new Hostile(
              "the size of a freed block is asked for",
              reported(Defect.USE_AFTER_FREE, Finding.ALWAYS),
              heap -> {
                Allocator a = heap.addresses();
                long p = a.allocate(SMALL, 16);
                a.free(p);
                a.sizeOf(p);
                return Misuse::nothing;
              }));

  private interface Action {
    void run(Allocator allocator, long address) throws Exception;
  }

  private static Hostile at(String name, Defect defect, long bytes, Action action) {
    return new Hostile(
        name,
        reported(defect, ALWAYS),
        heap -> {
          Allocator allocator = heap.addresses();
          action.run(allocator, allocator.allocate(bytes, 16));
          return Misuse::nothing;
        });
  }

  private static void twice(Allocator allocator, long address) {
    allocator.free(address);
    allocator.free(address);
  }

  /// Frees a wrong address, and then the right one.
  private static void release(Allocator allocator, long right, long wrong) {
    try {
      allocator.free(wrong);
    } finally {
      allocator.free(right);
    }
  }

  private static Hostile around(String name, Defect defect, long bytes, long offset, int count) {
    return new Hostile(
        name,
        reported(defect, ON_FREE),
        heap -> {
          Allocator allocator = heap.addresses();
          long address = allocator.allocate(bytes, 16);
          Memory.fill(address + offset, count, (byte) 0);
          return () -> allocator.free(address);
        });
  }

  private static Hostile late(String name, long bytes, long offset) {
    return new Hostile(
        name,
        reported(Defect.WRITE_AFTER_FREE, ON_DEMAND),
        heap -> {
          Allocator allocator = heap.addresses();
          long address = allocator.allocate(bytes, 16);
          allocator.free(address);
          Memory.setLong(address + offset, 42);
          return Misuse::nothing;
        });
  }

  private static Hostile size(String name, long bytes, Hostile.Verdict verdict) {
    return new Hostile(
        "a block of " + name,
        verdict,
        heap -> {
          heap.allocate(bytes);
          return Misuse::nothing;
        });
  }

  private static Hostile.Verdict refusedSize() {
    return reported(Defect.SIZE_OVERFLOW, Finding.ALWAYS);
  }

  private static Hostile.Verdict noRoom() {
    return reported(Defect.SIZE_OVERFLOW, Finding.ALWAYS);
  }

  private static Runnable freeOfAnother(Heap heap) {
    try (Heap other = Heap.open(HeapConfig.named("other"))) {
      long address = other.addresses().allocate(SMALL, 16);
      try {
        heap.addresses().free(address);
      } finally {
        other.addresses().free(address);
      }
    }
    return Misuse::nothing;
  }

  /// The page, as its file must be.
  static String document() {
    StringBuilder page =
        new StringBuilder(
            """
            # %d hostile programs

            What becomes of each on a heap at `FULL`: it is reported, it is refused, or it does no harm. By raw address unless
            said otherwise. Where a program does harm elsewhere, the heap stays valid. This page is made by
            `HostileProgramsTest` from the programs themselves; what the words mean: [Checks](README.md).

            | program | verdict |
            |---|---|
            """
                .formatted(ALL.size()));
    ALL.forEach(
        each -> page.append("| %s | %s |\n".formatted(each.name(), each.verdict().words())));
    return page.toString();
  }
}
