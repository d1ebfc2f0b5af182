package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.InvalidFreeException;
import dev.freehold.alloc.Measured;
import dev.freehold.alloc.Resettable;
import dev.freehold.alloc.Statistics;
import dev.freehold.alloc.Trimmable;
import dev.freehold.alloc.Verifiable;
import dev.freehold.alloc.Walkable;
import dev.freehold.os.Memory;
import org.jspecify.annotations.Nullable;

/// Runs an [OperationSequence] on an allocator and on a [ShadowModel], and compares them after each
/// operation.
///
/// | compared | when |
/// |---|---|
/// | alignment, overlap with any live block, size of | each operation, for its block |
/// | the first and last 8 bytes of the block, against what was written | resize, free |
/// | blocks, requested bytes, peak requested bytes | each operation |
/// | `verify()`, and the walk's blocks against model and statistics | each interval, and at the end |
///
/// What is not an interface of the allocator is not compared.
public final class ShadowRun {
  /// The bytes written at each end of a block.
  private static final int STAMP = 8;

  private final Allocator allocator;
  private final @Nullable Measured measured;
  private final @Nullable Verifiable verifiable;
  private final @Nullable Walkable walkable;
  private final OperationSequence sequence;
  private final ShadowModel model;
  private long allocations;
  private long refusals;
  private long resizes;

  private ShadowRun(Allocator allocator, OperationSequence sequence) {
    this.allocator = allocator;
    this.measured = allocator instanceof Measured it ? it : null;
    this.verifiable = allocator instanceof Verifiable it ? it : null;
    this.walkable = allocator instanceof Walkable it ? it : null;
    this.sequence = sequence;
    this.model = new ShadowModel(sequence.blocks());
  }

  /// What a run without a difference met.
  ///
  /// @param allocations the allocations asked for
  /// @param refusals the allocations refused
  /// @param resizes the resizes granted
  /// @param peakRequestedBytes the most bytes requested at once
  public record Outcome(long allocations, long refusals, long resizes, long peakRequestedBytes) {}

  /// Runs a sequence.
  ///
  /// @param allocator without live blocks
  /// @param sequence what to do
  /// @param interval the number of operations between two checks of everything, at least 1
  /// @return what the run met; live blocks stay live
  /// @throws Difference at the first operation after which the two differ, or that throws what it
  ///   should not
  public static Outcome run(Allocator allocator, OperationSequence sequence, int interval) {
    ShadowRun run = new ShadowRun(allocator, sequence);
    int length = sequence.length();
    int index = 0;
    try {
      for (; index < length; index++) {
        run.step(index);
        run.compareStatistics();
        if ((index + 1) % interval == 0 || index == length - 1) {
          run.compareAll();
        }
      }
    } catch (RuntimeException | AssertionError e) {
      throw new Difference(index, sequence.operation(index).toString(), e);
    }
    return new Outcome(run.allocations, run.refusals, run.resizes, run.model.peakRequestedBytes());
  }

  private void step(int index) {
    int block = sequence.block(index);
    switch (sequence.kind(index)) {
      case ALLOCATE -> {
        if (!model.isLive(block)) {
          allocate(block, sequence.bytes(index), sequence.alignment(index));
        }
      }
      case RESIZE -> {
        if (model.isLive(block)) {
          resize(block, sequence.bytes(index));
        }
      }
      case FREE -> {
        if (model.isLive(block)) {
          checkContents(block);
          allocator.free(model.address(block));
          model.free(block);
        }
      }
      case INTERIOR -> {
        if (model.isLive(block)) {
          refuseInterior(block);
        }
      }
      case TRIM -> {
        if (allocator instanceof Trimmable trimmable) {
          trimmable.trim();
        }
      }
      case CLEAR -> clear();
    }
  }

  private void allocate(int block, long bytes, long alignment) {
    allocations++;
    long address = allocator.allocate(bytes, alignment);
    if (address == Allocator.NULL) {
      refusals++;
      return;
    }
    model.allocate(block, address, bytes, alignment);
    expect("sizeOf", bytes, allocator.sizeOf(address));
    Reach.check(allocator, address, bytes);
    stamp(block);
  }

  private void resize(int block, long bytes) {
    checkContents(block);
    long before = model.bytes(block);
    long address = model.address(block);
    boolean resized = allocator.resize(address, bytes);
    expect("sizeOf", resized ? bytes : before, allocator.sizeOf(address));
    if (resized) {
      resizes++;
      model.resize(block, bytes);
      Reach.check(allocator, address, bytes);
      for (int i = 0; i < Math.min(STAMP, Math.min(before, bytes)); i++) {
        checkByte(block, i);
      }
      if (bytes > before && before > 0) {
        checkByte(block, before - 1);
      }
      stamp(block);
    }
  }

  private void refuseInterior(int block) {
    long inside = model.address(block) + model.bytes(block) / 2;
    if (model.bytes(block) > 1) {
      try {
        allocator.free(inside);
      } catch (InvalidFreeException e) {
        expect("size of the block after the refused free", model.bytes(block), sizeOf(block));
        return;
      }
      throw new AssertionError("free of 0x%x, inside the block, was accepted".formatted(inside));
    }
  }

  private long sizeOf(int block) {
    return allocator.sizeOf(model.address(block));
  }

  private void clear() {
    for (int block = 0; block < sequence.blocks(); block++) {
      if (model.isLive(block)) {
        checkContents(block);
        if (!(allocator instanceof Resettable)) {
          allocator.free(model.address(block));
        }
        model.free(block);
      }
    }
    if (allocator instanceof Resettable resettable) {
      resettable.reset();
    }
    compareAll();
  }

  /// The byte that belongs at an offset of a block: the same however the block is resized.
  private static byte pattern(long address, int block, long offset) {
    long hash = (address + block + offset * 31) * 0x9e37_79b9_7f4a_7c15L; // 2^64 / golden ratio
    return (byte) (hash >>> 56);
  }

  private void stamp(int block) {
    long address = model.address(block);
    long bytes = model.bytes(block);
    long stamped = Math.min(STAMP, bytes);
    for (int i = 0; i < stamped; i++) {
      Memory.setByte(address + i, pattern(address, block, i));
      Memory.setByte(address + bytes - 1 - i, pattern(address, block, bytes - 1 - i));
    }
  }

  private void checkContents(int block) {
    long bytes = model.bytes(block);
    long stamped = Math.min(STAMP, bytes);
    Reach.check(allocator, model.address(block), bytes);
    for (int i = 0; i < stamped; i++) {
      checkByte(block, i);
      checkByte(block, bytes - 1 - i);
    }
  }

  private void checkByte(int block, long offset) {
    long address = model.address(block);
    byte expected = pattern(address, block, offset);
    byte found = Memory.getByte(address + offset);
    if (found != expected) {
      throw new AssertionError(
          "byte %d of block %d at 0x%x is 0x%x, not 0x%x as written"
              .formatted(offset, block, address, found, expected));
    }
  }

  private void compareStatistics() {
    if (measured != null) {
      Statistics statistics = measured.statistics();
      expect("blocks", model.blocks(), statistics.blocks());
      expect("requestedBytes", model.requestedBytes(), statistics.requestedBytes());
      expect("peakRequestedBytes", model.peakRequestedBytes(), statistics.peakRequestedBytes());
      if (statistics.allocatedBytes() < statistics.requestedBytes()) {
        throw new AssertionError("less is allocated than requested: " + statistics);
      }
    }
  }

  private void compareAll() {
    if (verifiable != null) {
      verifiable.verify();
    }
    if (walkable != null) {
      Layout layout = Layout.of(walkable);
      layout.compareBlocks(model);
      if (measured != null) {
        layout.compareBlocks(measured.statistics());
      }
    }
  }

  private static void expect(String what, long expected, long found) {
    if (expected != found) {
      throw new AssertionError("%s is %d, not %d".formatted(what, found, expected));
    }
  }
}
