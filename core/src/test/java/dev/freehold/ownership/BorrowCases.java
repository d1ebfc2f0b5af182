package dev.freehold.ownership;

import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.Defect.PERMISSION;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.ENDED;
import static dev.freehold.ownership.Verdict.READ_ONLY;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Shared or writable, never both.
final class BorrowCases {
  private BorrowCases() {}

  static Group group() {
    return new Group(
        "Borrows",
        "Any number of readers, or one writer; while either is open, the owner waits.",
        List.of(
            allowed(
                "two read borrows at once",
                "`&x`, `&x`",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    block.segment().set(JAVA_LONG, 0, 42);
                    try (Borrow a = block.read();
                        Borrow b = block.read()) {
                      assertThat(a.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                      assertThat(b.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                    }
                  }
                }),
            allowed(
                "a thousand read borrows, closed in the order of opening",
                "`&x`",
                heap -> {
                  try (Block block = heap.allocate(8)) {
                    List<Borrow> readers = new ArrayList<>();
                    for (int i = 0; i < 1_000; i++) {
                      readers.add(block.read());
                    }
                    readers.forEach(Borrow::close);
                    block.segment().set(JAVA_LONG, 0, 1);
                  }
                }),
            refused(
                "a second write borrow",
                "E0499",
                misuse(
                    ESCAPED_BORROW, "block borrowed for writing while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow first = block.write()) {
                    trial.attempt(block::write);
                    first.segment().fill((byte) 1);
                  }
                }),
            refused(
                "a write borrow while one reads",
                "E0502",
                misuse(
                    ESCAPED_BORROW, "borrowed for writing while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow reader = block.read()) {
                    trial.attempt(block::write);
                    assertThat(reader.segment().byteSize()).isEqualTo(64);
                  }
                }),
            refused(
                "a read borrow while one writes",
                "E0502",
                misuse(ESCAPED_BORROW, "borrowed for reading while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write()) {
                    trial.attempt(block::read);
                    writer.segment().fill((byte) 1);
                  }
                }),
            refused(
                "a write borrow while the second of two readers is left",
                "E0502",
                misuse(ESCAPED_BORROW, "while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    Borrow first = block.read();
                    Borrow second = block.read();
                    first.close();
                    trial.attempt(block::write);
                    second.close();
                    block.write().close();
                  }
                }),
            refused(
                "the owner's segment while one reads",
                "E0502",
                misuse(ESCAPED_BORROW, "block used while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    try (Borrow _ = block.read()) {
                      trial.attempt(block::segment);
                    }
                    block.segment().fill((byte) 1);
                  }
                }),
            refused(
                "the owner's segment while one writes",
                "E0503",
                misuse(ESCAPED_BORROW, "block used while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    try (Borrow _ = block.write()) {
                      trial.attempt(block::segment);
                    }
                    block.segment().fill((byte) 1);
                  }
                }),
            refused(
                "a write through a segment taken before a read borrow",
                "E0506",
                ENDED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    MemorySegment before = block.segment();
                    try (Borrow _ = block.read()) {
                      trial.attempt(() -> before.set(JAVA_LONG, 0, 1));
                    }
                    block.segment().set(JAVA_LONG, 0, 2);
                  }
                }),
            refused(
                "a read through a segment taken before a write borrow",
                "E0503",
                ENDED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    MemorySegment before = block.segment();
                    try (Borrow _ = block.write()) {
                      trial.attempt(() -> before.get(JAVA_LONG, 0));
                    }
                  }
                }),
            refused(
                "a segment taken before a borrow, after the borrow",
                "E0499",
                ENDED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    MemorySegment before = block.segment();
                    block.read().close();
                    trial.attempt(() -> before.set(JAVA_LONG, 0, 1));
                    block.segment().set(JAVA_LONG, 0, 2);
                  }
                }),
            refused(
                "a write through a read borrow",
                "E0594",
                READ_ONLY,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow reader = block.read()) {
                    trial.attempt(() -> reader.segment().set(JAVA_LONG, 0, 1));
                    trial.attempt(() -> reader.segment().fill((byte) 1));
                    trial.attempt(() -> reader.segment().asSlice(8).set(JAVA_BYTE, 0, (byte) 1));
                  }
                }),
            refused(
                "a write borrow from a read borrow",
                "E0596",
                misuse(PERMISSION, "read borrow borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow reader = block.read()) {
                    trial.attempt(reader::write);
                    trial.attempt(() -> reader.write(0, 8));
                    assertThat(reader.isWritable()).isFalse();
                  }
                }),
            allowed(
                "a write borrow after the last reader",
                "non-lexical lifetimes",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    block.read().close();
                    block.read().close();
                    try (Borrow writer = block.write()) {
                      writer.segment().set(JAVA_LONG, 0, 42);
                    }
                    assertThat(block.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                  }
                }),
            allowed(
                "write borrows one after the other",
                "`&mut x`",
                heap -> {
                  try (Block block = heap.allocate(8)) {
                    block.segment().set(JAVA_LONG, 0, 0);
                    for (int i = 0; i < 10; i++) {
                      try (Borrow writer = block.write()) {
                        writer.segment().set(JAVA_LONG, 0, writer.segment().get(JAVA_LONG, 0) + 1);
                      }
                    }
                    assertThat(block.segment().get(JAVA_LONG, 0)).isEqualTo(10);
                  }
                }),
            refused(
                "closing the block while one reads",
                "E0505",
                misuse(ESCAPED_BORROW, "block closed while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow reader = block.read()) {
                    trial.attempt(block::close);
                    assertThat(reader.segment().byteSize()).isEqualTo(64);
                  }
                }),
            refused(
                "closing the block while one writes",
                "E0505",
                misuse(ESCAPED_BORROW, "block closed while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write()) {
                    trial.attempt(block::close);
                    writer.segment().fill((byte) 1);
                  }
                }),
            refused(
                "resizing the block while one reads",
                "E0502",
                misuse(ESCAPED_BORROW, "block resized while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    try (Borrow reader = block.read()) {
                      trial.attempt(() -> block.resize(16));
                      assertThat(reader.segment().byteSize()).isEqualTo(64);
                    }
                    assertThat(block.bytes()).isEqualTo(64);
                  }
                }),
            refused(
                "resizing the block while one writes",
                "E0499",
                misuse(ESCAPED_BORROW, "block resized while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write()) {
                    trial.attempt(() -> block.resize(16));
                    writer.segment().set(JAVA_LONG, 56, 1);
                  }
                }),
            refused(
                "two closures that both write",
                "E0499",
                misuse(ESCAPED_BORROW, "borrowed for writing while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    Trial.Task<Borrow> one = block::write;
                    Trial.Task<Borrow> two = block::write;
                    try (Borrow _ = one.run()) {
                      trial.attempt(two::run);
                    }
                    two.run().close();
                  }
                }),
            refused(
                "a closure that reads beside one that writes",
                "E0502",
                misuse(
                    ESCAPED_BORROW, "borrowed for writing while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    Trial.Task<Borrow> reads = block::read;
                    Trial.Task<Borrow> writes = block::write;
                    try (Borrow _ = reads.run()) {
                      trial.attempt(writes::run);
                    }
                  }
                }),
            allowed(
                "two closures that both read",
                "`Fn` closures",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    Trial.Task<Borrow> reads = block::read;
                    try (Borrow a = reads.run();
                        Borrow b = reads.run()) {
                      assertThat(a.bytes() + b.bytes()).isEqualTo(128);
                    }
                  }
                }),
            refused(
                "a call with a writer and a reader of one block",
                "E0502",
                misuse(ESCAPED_BORROW, "borrowed for reading while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow to = block.write()) {
                    trial.attempt(() -> to.segment().copyFrom(block.read().segment()));
                  }
                }),
            allowed(
                "a write whose value is read from the same block",
                "two-phase borrows",
                heap -> {
                  try (Block block = heap.allocate(16)) {
                    block.segment().set(JAVA_LONG, 0, 41);
                    block.segment().set(JAVA_LONG, 8, block.segment().get(JAVA_LONG, 0) + 1);
                    assertThat(block.segment().get(JAVA_LONG, 8)).isEqualTo(42);
                  }
                }),
            refused(
                "a size asked of a block while a writer is open, then a resize",
                "two-phase borrows",
                misuse(ESCAPED_BORROW, "block resized while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow _ = block.write()) {
                    trial.attempt(() -> block.resize(block.bytes() / 2));
                  }
                })));
  }
}
