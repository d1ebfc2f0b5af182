package dev.freehold.ownership;

import static dev.freehold.Defect.DOUBLE_FREE;
import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.ENDED;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Borrows of borrows.
final class ReborrowCases {
  private ReborrowCases() {}

  static Group group() {
    return new Group(
        "Borrows of borrows",
        "A writer lends on, and waits as an owner does. A reader of a reader is one more reader of the block.",
        List.of(
            allowed(
                "a reader of a reader outlives it",
                "`&*r`",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    Borrow first = block.read();
                    Borrow second = first.read();
                    first.close();
                    assertThat(second.segment().byteSize()).isEqualTo(64);
                    second.close();
                    block.write().close();
                  }
                }),
            refused(
                "closing the block while a reader of a reader is left",
                "E0505",
                misuse(ESCAPED_BORROW, "block closed while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    Borrow first = block.read();
                    Borrow second = first.read(8, 8);
                    first.close();
                    trial.attempt(block::close);
                    second.close();
                  }
                }),
            allowed(
                "a writer from a writer",
                "`&mut *w`",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    try (Borrow writer = block.write()) {
                      try (Borrow inner = writer.write(8, 8)) {
                        inner.segment().set(JAVA_LONG, 0, 42);
                      }
                      assertThat(writer.segment().get(JAVA_LONG, 8)).isEqualTo(42);
                    }
                  }
                }),
            allowed(
                "readers from a writer, and the writer after them",
                "`&*w`",
                heap -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write()) {
                    writer.segment().set(JAVA_LONG, 0, 1);
                    try (Borrow a = writer.read();
                        Borrow b = writer.read()) {
                      assertThat(a.segment().get(JAVA_LONG, 0) + b.segment().get(JAVA_LONG, 0))
                          .isEqualTo(2);
                    }
                    writer.segment().set(JAVA_LONG, 0, 2);
                  }
                }),
            refused(
                "the writer's segment while it is lent on for writing",
                "E0499",
                misuse(ESCAPED_BORROW, "borrow used while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write();
                      Borrow inner = writer.write()) {
                    trial.attempt(writer::segment);
                    inner.segment().fill((byte) 1);
                  }
                }),
            refused(
                "the writer's segment while it is lent on for reading",
                "E0506",
                misuse(ESCAPED_BORROW, "borrow used while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write();
                      Borrow _ = writer.read()) {
                    trial.attempt(writer::segment);
                  }
                }),
            refused(
                "a write through the writer's segment, taken before it lent on",
                "E0506",
                ENDED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write()) {
                    MemorySegment before = writer.segment();
                    try (Borrow _ = writer.read()) {
                      trial.attempt(() -> before.set(JAVA_LONG, 0, 1));
                    }
                    writer.segment().set(JAVA_LONG, 0, 1);
                  }
                }),
            refused(
                "two writers from one writer",
                "E0499",
                misuse(
                    ESCAPED_BORROW, "borrow borrowed for writing while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write();
                      Borrow _ = writer.write(0, 8)) {
                    trial.attempt(() -> writer.write(8, 8));
                  }
                }),
            refused(
                "a reader beside a writer, both from one writer",
                "E0502",
                misuse(
                    ESCAPED_BORROW, "borrow borrowed for reading while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write();
                      Borrow _ = writer.write()) {
                    trial.attempt(writer::read);
                  }
                }),
            refused(
                "closing a writer that is lent on",
                "E0505",
                misuse(ESCAPED_BORROW, "borrow closed while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write();
                      Borrow inner = writer.write()) {
                    trial.attempt(writer::close);
                    inner.segment().fill((byte) 1);
                  }
                }),
            refused(
                "closing a writer while readers of it are left",
                "E0505",
                misuse(ESCAPED_BORROW, "borrow closed while it is borrowed for reading by 2"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write();
                      Borrow a = writer.read();
                      Borrow _ = a.read()) {
                    trial.attempt(writer::close);
                  }
                }),
            refused(
                "the block behind two writers",
                "E0499",
                misuse(
                    ESCAPED_BORROW, "block borrowed for reading while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow writer = block.write();
                      Borrow _ = writer.read()) {
                    trial.attempt(block::read);
                  }
                }),
            allowed(
                "ten writers, one from the other",
                "`&mut *w`",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    Deque<Borrow> open = new ArrayDeque<>();
                    open.push(block.write());
                    for (int i = 0; i < 9; i++) {
                      open.push(open.peek().write());
                    }
                    open.peek().segment().set(JAVA_LONG, 0, 42);
                    open.forEach(Borrow::close);
                    assertThat(block.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                  }
                }),
            refused(
                "a borrow lent on after it was closed",
                "E0382",
                misuse(ESCAPED_BORROW, "after it was closed"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    Borrow writer = block.write();
                    writer.close();
                    trial.attempt(writer::read);
                    trial.attempt(writer::write);
                    trial.attempt(writer::segment);
                    Borrow reader = block.read();
                    reader.close();
                    trial.attempt(reader::read);
                    trial.attempt(reader::write);
                    trial.attempt(reader::segment);
                  }
                }),
            refused(
                "closing a borrow twice",
                "E0382",
                misuse(DOUBLE_FREE, "borrow closed twice"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow other = block.read()) {
                    Borrow reader = block.read();
                    reader.close();
                    trial.attempt(reader::close);
                    assertThat(other.segment().byteSize()).isEqualTo(64);
                  }
                })));
  }
}
