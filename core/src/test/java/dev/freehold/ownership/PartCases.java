package dev.freehold.ownership;

import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.BOUNDS;
import static dev.freehold.ownership.Verdict.ENDED;
import static dev.freehold.ownership.Verdict.PART;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Parts of a block.
final class PartCases {
  private PartCases() {}

  static Group group() {
    return new Group(
        "Parts",
        "A borrow may be of a part, with bounds of its own. A writer of a part excludes the whole block; slices of one"
            + " segment divide it among the code of one thread.",
        List.of(
            allowed(
                "readers of parts that overlap",
                "`&x[0..32]`, `&x[16..48]`",
                heap -> {
                  try (Block block = heap.allocate(64);
                      Borrow a = block.read(0, 32);
                      Borrow b = block.read(16, 32)) {
                    assertThat(a.segment().address() + 16).isEqualTo(b.segment().address());
                    assertThat(a.bytes()).isEqualTo(32);
                  }
                }),
            refused(
                "a reader beyond its part, within the block",
                "slice bounds",
                BOUNDS,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow part = block.read(8, 8)) {
                    trial.attempt(() -> part.segment().get(JAVA_LONG, 8));
                    trial.attempt(() -> part.segment().get(JAVA_BYTE, -1));
                  }
                }),
            refused(
                "a writer beyond its part, within the block",
                "slice bounds",
                BOUNDS,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    block.segment().fill((byte) 7);
                    try (Borrow part = block.write(8, 8)) {
                      trial.attempt(() -> part.segment().set(JAVA_LONG, 8, 1));
                    }
                    assertThat(block.segment().get(JAVA_BYTE, 16)).isEqualTo((byte) 7);
                  }
                }),
            refused(
                "a slice beyond the part",
                "slice bounds",
                BOUNDS,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow part = block.read(8, 8)) {
                    trial.attempt(() -> part.segment().asSlice(4, 8));
                  }
                }),
            refused(
                "a part that does not lie within the block",
                "`x[60..68]`",
                PART,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    trial.attempt(() -> block.read(60, 8));
                    trial.attempt(() -> block.write(60, 8));
                    trial.attempt(() -> block.read(-1, 8));
                    trial.attempt(() -> block.read(0, -1));
                    block.segment().fill((byte) 1);
                  }
                }),
            refused(
                "a part whose end overflows",
                "slice bounds",
                PART,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    trial.attempt(() -> block.read(Long.MAX_VALUE, 8));
                    trial.attempt(() -> block.read(8, Long.MAX_VALUE));
                    trial.attempt(() -> block.write(Long.MIN_VALUE, Long.MIN_VALUE));
                  }
                }),
            refused(
                "a part of a borrow that does not lie within it",
                "slice bounds",
                PART,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow half = block.write(0, 32)) {
                    trial.attempt(() -> half.read(30, 4));
                    trial.attempt(() -> half.write(32, 1));
                    half.segment().fill((byte) 1);
                  }
                }),
            allowed(
                "a part of no bytes, at the end",
                "`&x[64..64]`",
                heap -> {
                  try (Block block = heap.allocate(64);
                      Borrow none = block.read(64, 0)) {
                    assertThat(none.segment().byteSize()).isZero();
                  }
                }),
            allowed(
                "a borrow of a block of no bytes",
                "`&[]`",
                heap -> {
                  try (Block block = heap.allocate(0);
                      Borrow none = block.write()) {
                    assertThat(none.bytes()).isZero();
                  }
                }),
            refused(
                "writers of two parts that do not overlap",
                "E0499 (no `split_at_mut`)",
                misuse(ESCAPED_BORROW, "borrowed for writing while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow left = block.write(0, 32)) {
                    trial.attempt(() -> block.write(32, 32));
                    left.segment().fill((byte) 1);
                  }
                }),
            allowed(
                "two halves of one writer, as slices",
                "`split_at_mut`",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    try (Borrow writer = block.write()) {
                      MemorySegment left = writer.segment().asSlice(0, 32);
                      MemorySegment right = writer.segment().asSlice(32);
                      left.fill((byte) 1);
                      right.fill((byte) 2);
                    }
                    assertThat(block.segment().get(JAVA_BYTE, 31)).isEqualTo((byte) 1);
                    assertThat(block.segment().get(JAVA_BYTE, 32)).isEqualTo((byte) 2);
                  }
                }),
            refused(
                "a half of a writer, after the writer",
                "E0597 (`split_at_mut`)",
                ENDED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    MemorySegment half;
                    try (Borrow writer = block.write()) {
                      half = writer.segment().asSlice(32);
                    }
                    trial.attempt(() -> half.set(JAVA_LONG, 0, 1));
                  }
                }),
            refused(
                "a read of one field while another is written by a borrow",
                "E0502 (no disjoint fields)",
                misuse(ESCAPED_BORROW, "borrowed for reading while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block point = heap.allocate(16);
                      Borrow y = point.write(8, 8)) {
                    trial.attempt(() -> point.read(0, 8));
                    y.segment().set(JAVA_LONG, 0, 1);
                  }
                }),
            allowed(
                "two fields, one written and one read, by the owner",
                "disjoint fields",
                heap -> {
                  try (Block point = heap.allocate(16)) {
                    MemorySegment x = point.segment().asSlice(0, 8);
                    MemorySegment y = point.segment().asSlice(8, 8);
                    y.set(JAVA_LONG, 0, 7);
                    x.set(JAVA_LONG, 0, y.get(JAVA_LONG, 0));
                    assertThat(x.get(JAVA_LONG, 0)).isEqualTo(7);
                  }
                }),
            allowed(
                "a field of a larger structure assigned while nothing is borrowed",
                "assignment to a subfield",
                heap -> {
                  try (Block block = heap.allocate(32)) {
                    block.segment().asSlice(8, 16).asSlice(8, 8).set(JAVA_LONG, 0, 9);
                    assertThat(block.segment().get(JAVA_LONG, 16)).isEqualTo(9);
                  }
                }),
            allowed(
                "a part of a part of a reader",
                "`&x[8..][8..]`",
                heap -> {
                  try (Block block = heap.allocate(64);
                      Borrow tail = block.read(8, 56);
                      Borrow inner = tail.read(8, 8)) {
                    assertThat(inner.segment().address()).isEqualTo(block.address() + 16);
                  }
                }),
            refused(
                "a copy beyond the smaller of two parts",
                "`copy_from_slice`",
                BOUNDS,
                (heap, trial) -> {
                  try (Block a = heap.allocate(16);
                      Block b = heap.allocate(32);
                      Borrow from = b.read()) {
                    trial.attempt(() -> a.segment().copyFrom(from.segment()));
                  }
                })));
  }
}
