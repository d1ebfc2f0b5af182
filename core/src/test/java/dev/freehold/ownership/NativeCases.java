package dev.freehold.ownership;

import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.misuse;
import static dev.freehold.ownership.Verdict.pinned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Parcel;
import dev.freehold.Shared;
import java.util.ArrayList;
import java.util.List;

/// Memory that a native call uses.
final class NativeCases {
  private NativeCases() {}

  private static final String PINNED = "while it is in use by a native call or a channel";

  static Group group() {
    return new Group(
        "While a native call uses it",
        "The JVM keeps a segment alive for a native call; the owner is refused until it has returned. `FAST` has no scope that could"
            + " be kept.",
        List.of(
            refused(
                "closing the block",
                "E0505",
                pinned("block closed " + PINNED),
                (heap, trial) -> {
                  Block block = heap.allocate(16);
                  NativeUse.during(block.segment(), () -> trial.attempt(block::close));
                  if (trial.refuses()) {
                    block.close();
                  }
                }),
            refused(
                "sending the block",
                "E0505",
                pinned("block sent " + PINNED),
                (heap, trial) -> {
                  List<Parcel> sent = new ArrayList<>();
                  try (Block block = heap.allocate(16)) {
                    NativeUse.during(
                        block.segment(), () -> trial.attempt(() -> sent.add(block.send())));
                  }
                  sent.forEach(Parcel::close);
                }),
            refused(
                "sharing the block",
                "E0505",
                pinned("block shared " + PINNED),
                (heap, trial) -> {
                  List<Shared> shared = new ArrayList<>();
                  try (Block block = heap.allocate(16)) {
                    NativeUse.during(
                        block.segment(), () -> trial.attempt(() -> shared.add(block.share())));
                  }
                  shared.forEach(Shared::close);
                }),
            refused(
                "resizing the block",
                "E0499",
                pinned("block resized " + PINNED),
                (heap, trial) -> {
                  try (Block block = heap.allocate(16)) {
                    NativeUse.during(block.segment(), () -> trial.attempt(() -> block.resize(8)));
                    assertThat(block.bytes()).isEqualTo(trial.refuses() ? 16 : 8);
                  }
                }),
            refused(
                "a read borrow of the block",
                "E0502",
                pinned("block borrowed for reading " + PINNED),
                (heap, trial) -> {
                  try (Block block = heap.allocate(16)) {
                    NativeUse.during(
                        block.segment(), () -> trial.attempt(() -> block.read().close()));
                    block.segment().fill((byte) 1);
                  }
                }),
            refused(
                "a write borrow of the block",
                "E0499",
                pinned("block borrowed for writing " + PINNED),
                (heap, trial) -> {
                  try (Block block = heap.allocate(16)) {
                    NativeUse.during(
                        block.segment(), () -> trial.attempt(() -> block.write().close()));
                    block.write().close();
                  }
                }),
            refused(
                "closing the reader that the call uses",
                "E0505",
                pinned("borrow closed " + PINNED),
                (heap, trial) -> {
                  try (Block block = heap.allocate(16)) {
                    Borrow reader = block.read();
                    NativeUse.during(reader.segment(), () -> trial.attempt(reader::close));
                    if (trial.refuses()) {
                      reader.close();
                    }
                    block.write().close();
                  }
                }),
            refused(
                "closing the writer of a shared block that the call uses",
                "E0505",
                pinned("borrow closed " + PINNED),
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(16).share()) {
                    Borrow writer = shared.write();
                    NativeUse.during(writer.segment(), () -> trial.attempt(writer::close));
                    if (trial.refuses()) {
                      writer.close();
                    }
                    shared.read().close();
                  }
                }),
            refused(
                "lending on the writer that the call uses",
                "E0499",
                pinned("borrow borrowed for writing " + PINNED),
                (heap, trial) -> {
                  try (Block block = heap.allocate(16);
                      Borrow writer = block.write()) {
                    NativeUse.during(
                        writer.segment(), () -> trial.attempt(() -> writer.write().close()));
                    writer.write().close();
                  }
                }),
            refused(
                "closing the block while the call uses its reader",
                "E0505",
                misuse(ESCAPED_BORROW, "block closed while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(16);
                      Borrow reader = block.read()) {
                    NativeUse.during(reader.segment(), () -> trial.attempt(block::close));
                  }
                }),
            allowed(
                "another reader beside the one that the call uses",
                "`&x`",
                heap -> {
                  try (Block block = heap.allocate(16);
                      Borrow reader = block.read()) {
                    NativeUse.during(
                        reader.segment(),
                        () -> {
                          try (Borrow other = reader.read()) {
                            assertThat(other.segment().byteSize()).isEqualTo(16);
                          }
                          block.read().close();
                        });
                  }
                }),
            allowed(
                "closing the handles of a shared block while the call uses a reader",
                "`Arc`",
                heap -> {
                  Shared shared = heap.allocate(16).share();
                  try (Borrow reader = shared.read()) {
                    NativeUse.during(reader.segment(), shared::close);
                    assertThat(heap.held().blocks()).isEqualTo(1);
                  }
                  assertThat(heap.held().blocks()).isZero();
                })));
  }
}
