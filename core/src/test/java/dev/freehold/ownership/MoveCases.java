package dev.freehold.ownership;

import static dev.freehold.Defect.DOUBLE_FREE;
import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.Defect.USE_AFTER_FREE;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.ENDED;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Counted;
import dev.freehold.MisuseException;
import dev.freehold.Parcel;
import dev.freehold.Shared;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Moves of a block.
final class MoveCases {
  private MoveCases() {}

  static Group group() {
    return new Group(
        "Moves",
        "A block moves by being sent, shared or counted. What it moved from is no owner any more: its segments have ended, and closing"
            + " it has no effect.",
        List.of(
            allowed(
                "sent and received, with its contents",
                "move",
                heap -> {
                  Block block = heap.allocate(64);
                  block.segment().set(JAVA_LONG, 0, 42);
                  try (Block moved = block.send().receive()) {
                    assertThat(moved.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                    assertThat(moved.address()).isEqualTo(block.address());
                  }
                }),
            refused(
                "use of a block after it was sent",
                "E0382",
                misuse(USE_AFTER_FREE, "after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  try (Block moved = block.send().receive()) {
                    trial.attempt(block::segment);
                    trial.attempt(block::read);
                    trial.attempt(block::write);
                    trial.attempt(() -> block.resize(8));
                    moved.segment().fill((byte) 1);
                  }
                }),
            refused(
                "access through a segment taken before the block was sent",
                "E0382",
                ENDED,
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  MemorySegment before = block.segment();
                  try (Block _ = block.send().receive()) {
                    trial.attempt(() -> before.get(JAVA_LONG, 0));
                    trial.attempt(() -> before.set(JAVA_LONG, 0, 1));
                  }
                }),
            refused(
                "sending twice",
                "E0382",
                misuse(USE_AFTER_FREE, "block sent after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  try (Parcel _ = block.send()) {
                    trial.attempt(block::send);
                  }
                }),
            refused(
                "sharing what was sent",
                "E0382",
                misuse(USE_AFTER_FREE, "block shared after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  try (Parcel _ = block.send()) {
                    trial.attempt(block::share);
                  }
                }),
            refused(
                "use of a block after it was shared",
                "E0382",
                misuse(USE_AFTER_FREE, "after it was shared"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  try (Shared _ = block.share()) {
                    trial.attempt(block::segment);
                    trial.attempt(block::write);
                    trial.attempt(block::send);
                    trial.attempt(block::share);
                  }
                }),
            refused(
                "use of a block after it was counted",
                "E0382",
                misuse(USE_AFTER_FREE, "after it was counted"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  try (Counted _ = block.count()) {
                    trial.attempt(block::segment);
                    trial.attempt(block::read);
                    trial.attempt(block::send);
                    trial.attempt(block::count);
                  }
                }),
            refused(
                "use of a block after it was closed",
                "E0382 (`drop`)",
                misuse(USE_AFTER_FREE, "after it was closed"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  block.close();
                  trial.attempt(block::segment);
                  trial.attempt(block::read);
                  trial.attempt(() -> block.read(0, 8));
                  trial.attempt(block::write);
                  trial.attempt(() -> block.resize(8));
                  trial.attempt(block::send);
                  trial.attempt(block::share);
                  trial.attempt(block::count);
                }),
            refused(
                "closing a block twice",
                "E0382 (`drop`)",
                misuse(DOUBLE_FREE, "block closed twice"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  block.close();
                  try (Block next = heap.allocate(64)) {
                    trial.attempt(block::close);
                    next.segment().fill((byte) 1);
                    assertThat(heap.held().blocks()).isEqualTo(1);
                  }
                }),
            refused(
                "sending while one reads",
                "E0505",
                misuse(ESCAPED_BORROW, "block sent while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow reader = block.read()) {
                    trial.attempt(block::send);
                    assertThat(reader.segment().byteSize()).isEqualTo(64);
                  }
                }),
            refused(
                "sending while one writes",
                "E0505",
                misuse(ESCAPED_BORROW, "block sent while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow _ = block.write()) {
                    trial.attempt(block::send);
                  }
                }),
            refused(
                "sharing while one reads",
                "E0505",
                misuse(ESCAPED_BORROW, "block shared while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow _ = block.read()) {
                    trial.attempt(block::share);
                  }
                }),
            refused(
                "counting while one writes",
                "E0505",
                misuse(ESCAPED_BORROW, "block counted while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow _ = block.write()) {
                    trial.attempt(block::count);
                  }
                }),
            allowed(
                "a refused move leaves the block where it is",
                "E0505",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    try (Borrow _ = block.read()) {
                      assertThatThrownBy(block::send).isInstanceOf(MisuseException.class);
                    }
                    block.segment().fill((byte) 1);
                    block.send().close();
                  }
                }),
            refused(
                "receiving twice",
                "E0382",
                misuse(USE_AFTER_FREE, "parcel received twice"),
                (heap, trial) -> {
                  Parcel parcel = heap.allocate(64).send();
                  try (Block block = parcel.receive()) {
                    trial.attempt(parcel::receive);
                    block.segment().fill((byte) 1);
                  }
                }),
            refused(
                "receiving what was closed",
                "E0382",
                misuse(USE_AFTER_FREE, "parcel received after it was closed"),
                (heap, trial) -> {
                  Parcel parcel = heap.allocate(64).send();
                  parcel.close();
                  trial.attempt(parcel::receive);
                }),
            refused(
                "closing a parcel that was received",
                "E0382",
                misuse(USE_AFTER_FREE, "parcel closed after it was received"),
                (heap, trial) -> {
                  Parcel parcel = heap.allocate(64).send();
                  try (Block block = parcel.receive()) {
                    trial.attempt(parcel::close);
                    block.segment().fill((byte) 1);
                  }
                }),
            refused(
                "closing a parcel twice",
                "E0382",
                misuse(DOUBLE_FREE, "parcel closed twice"),
                (heap, trial) -> {
                  Parcel parcel = heap.allocate(64).send();
                  parcel.close();
                  trial.attempt(parcel::close);
                }),
            allowed(
                "ten moves in a row",
                "move",
                heap -> {
                  Block block = heap.allocate(64);
                  block.segment().set(JAVA_LONG, 0, 42);
                  for (int i = 0; i < 10; i++) {
                    block = block.send().receive();
                  }
                  assertThat(block.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                  block.close();
                })));
  }
}
