package dev.freehold.detection;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Shared;
import dev.freehold.alloc.Allocator;
import dev.freehold.detection.Misuse.Body;
import dev.freehold.detection.Misuse.Route;
import dev.freehold.os.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The programs behind the table of detection: for each defect one through segments, and one
/// through addresses.
final class Misuses {
  private static final long BYTES = 112;

  /// No byte of a canary but its first, and no filling beside guarded blocks, is 0.
  private static final byte ZERO = 0;

  private static long seen;

  private Misuses() {}

  static final List<Misuse> ALL =
      List.of(
          segments(
              Defect.OVERFLOW,
              "sets the byte after the end",
              heap ->
                  using(heap, block -> block.segment().set(ValueLayout.JAVA_BYTE, BYTES, one()))),
          addresses(
              Defect.OVERFLOW,
              "writes the second byte after the end",
              heap -> using(heap, block -> Memory.setByte(block.address() + BYTES + 1, ZERO))),
          segments(
              Defect.UNDERFLOW,
              "sets the byte before the start",
              heap -> using(heap, block -> block.segment().set(ValueLayout.JAVA_BYTE, -1, one()))),
          addresses(
              Defect.UNDERFLOW,
              "writes the byte before the start",
              heap -> using(heap, block -> Memory.setByte(block.address() - 1, ZERO))),
          segments(
              Defect.USE_AFTER_FREE,
              "reads through a segment of a closed block",
              heap -> {
                Block block = heap.allocate(BYTES);
                MemorySegment segment = block.segment();
                block.close();
                seen += segment.get(ValueLayout.JAVA_BYTE, 0);
                return Misuse::nothing;
              }),
          addresses(
              Defect.USE_AFTER_FREE,
              "reads at the address of a closed block",
              heap -> {
                seen += Memory.getByte(freed(heap));
                return Misuse::nothing;
              }),
          segments(
              Defect.DOUBLE_FREE,
              "closes a block twice",
              heap -> {
                Block block = heap.allocate(BYTES);
                block.close();
                block.close();
                return Misuse::nothing;
              }),
          addresses(
              Defect.DOUBLE_FREE,
              "frees an address twice",
              heap -> {
                Allocator allocator = heap.addresses();
                long address = allocator.allocate(BYTES, 16);
                allocator.free(address);
                allocator.free(address);
                return Misuse::nothing;
              }),
          none(Defect.INVALID_FREE, Route.SEGMENTS),
          addresses(
              Defect.INVALID_FREE,
              "frees an address inside a block",
              heap -> {
                Allocator allocator = heap.addresses();
                long address = allocator.allocate(BYTES, 16);
                try {
                  allocator.free(address + 16);
                } finally {
                  allocator.free(address);
                }
                return Misuse::nothing;
              }),
          none(Defect.MISMATCHED_HEAP, Route.SEGMENTS),
          addresses(
              Defect.MISMATCHED_HEAP,
              "frees an address through another heap",
              Misuses::freeThroughAnother),
          segments(
              Defect.ESCAPED_BORROW,
              "closes a block whose borrow is open",
              heap -> {
                Block block = heap.allocate(BYTES);
                Borrow borrow = block.write();
                try {
                  block.close();
                } finally {
                  borrow.close();
                  block.close();
                }
                return Misuse::nothing;
              }),
          none(Defect.ESCAPED_BORROW, Route.ADDRESSES),
          segments(
              Defect.WRONG_THREAD,
              "reads through the segment of another thread's block",
              heap ->
                  using(
                      heap,
                      block -> {
                        MemorySegment segment = block.segment();
                        elsewhere(() -> seen += segment.get(ValueLayout.JAVA_BYTE, 0));
                      })),
          none(Defect.WRONG_THREAD, Route.ADDRESSES),
          segments(
              Defect.CLOSE_RACE,
              "reads through a handle that another thread has closed",
              heap -> {
                Shared shared = heap.allocate(BYTES).share();
                elsewhere(shared::close);
                shared.read().close();
                return Misuse::nothing;
              }),
          addresses(
              Defect.CLOSE_RACE,
              "writes at an address that another thread has freed",
              heap -> {
                Allocator allocator = heap.addresses();
                long address = allocator.allocate(BYTES, 16);
                elsewhere(() -> allocator.free(address));
                Memory.setByte(address + 50, one());
                return Misuse::nothing;
              }),
          segments(
              Defect.NULL_ACCESS,
              "reads through `MemorySegment.NULL`",
              heap -> {
                seen += MemorySegment.NULL.get(ValueLayout.JAVA_BYTE, 0);
                return Misuse::nothing;
              }),
          addresses(
              Defect.NULL_ACCESS,
              "frees address 0",
              heap -> {
                heap.addresses().free(Allocator.NULL);
                return Misuse::nothing;
              }),
          segments(
              Defect.SIZE_OVERFLOW,
              "takes a block of -1 bytes",
              heap -> {
                heap.allocate(-1);
                return Misuse::nothing;
              }),
          addresses(
              Defect.SIZE_OVERFLOW,
              "takes -1 bytes by address",
              heap -> {
                heap.addresses().allocate(-1, 16);
                return Misuse::nothing;
              }),
          segments(
              Defect.WRITE_AFTER_FREE,
              "writes through a segment of a closed block",
              heap -> {
                Block block = heap.allocate(BYTES);
                MemorySegment segment = block.segment();
                block.close();
                segment.set(ValueLayout.JAVA_BYTE, 50, one());
                return Misuse::nothing;
              }),
          addresses(
              Defect.WRITE_AFTER_FREE,
              "writes at the address of a closed block",
              heap -> {
                Memory.setByte(freed(heap) + 50, one());
                return Misuse::nothing;
              }),
          segments(
              Defect.UNINITIALIZED_READ,
              "borrows bytes for reading that nobody wrote",
              heap -> using(heap, block -> block.read(32, 16).close())),
          addresses(
              Defect.UNINITIALIZED_READ,
              "reads bytes that nobody wrote",
              heap -> using(heap, block -> seen += Memory.getByte(block.address() + 40))),
          segments(
              Defect.PERMISSION,
              "writes through a read borrow",
              heap ->
                  using(
                      heap,
                      block -> {
                        block.segment().fill(one());
                        try (Borrow borrow = block.read()) {
                          borrow.segment().set(ValueLayout.JAVA_BYTE, 0, one());
                        }
                      })),
          addresses(
              Defect.PERMISSION,
              "writes at the address of a block that is borrowed for reading",
              heap ->
                  using(
                      heap,
                      block -> {
                        block.segment().fill(one());
                        Borrow borrow = block.read();
                        Memory.setByte(block.address(), one());
                        borrow.close();
                      })),
          segments(
              Defect.LEAK,
              "drops a block without closing it",
              heap -> {
                heap.allocate(BYTES);
                return Misuse::nothing;
              }),
          addresses(
              Defect.LEAK,
              "drops an address without freeing it",
              heap -> {
                heap.addresses().allocate(BYTES, 16);
                return Misuse::nothing;
              }));

  private static Misuse segments(Defect defect, String program, Body body) {
    return new Misuse(defect, Route.SEGMENTS, program, body);
  }

  private static Misuse addresses(Defect defect, String program, Body body) {
    return new Misuse(defect, Route.ADDRESSES, program, body);
  }

  private static Misuse none(Defect defect, Route route) {
    return new Misuse(defect, route, "", heap -> Misuse::nothing);
  }

  private interface Use {
    void of(Block block) throws Exception;
  }

  /// Uses one block among others, so that a few bytes around it are memory of the heap.
  private static Runnable using(Heap heap, Use use) throws Exception {
    List<Block> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(heap.allocate(BYTES));
    }
    others.sort((a, b) -> Long.compare(a.address(), b.address()));
    Block block = others.get(1);
    Runnable free = () -> others.forEach(Block::close);
    try {
      use.of(block);
    } catch (Exception | InternalError e) {
      free.run();
      throw e;
    }
    return free;
  }

  private static long freed(Heap heap) {
    Block block = heap.allocate(BYTES);
    long address = block.address();
    block.close();
    return address;
  }

  private static Runnable freeThroughAnother(Heap heap) {
    Checks level = Checks.valueOf(heap.name());
    try (Heap other = Heap.open(HeapConfig.named(heap.name()).withChecks(level))) {
      Allocator allocator = heap.addresses();
      long address = allocator.allocate(BYTES, 16);
      try {
        other.addresses().free(address);
      } finally {
        allocator.free(address);
      }
    }
    return Misuse::nothing;
  }

  private static void elsewhere(Runnable action) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(action, true);
    Thread.ofPlatform().start(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static byte one() {
    return 1;
  }
}
