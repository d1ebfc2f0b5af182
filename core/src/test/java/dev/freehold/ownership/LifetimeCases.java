package dev.freehold.ownership;

import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.BOUNDS;
import static dev.freehold.ownership.Verdict.ENDED;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Checks;
import dev.freehold.Heap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/// Nothing outlives its owner.
final class LifetimeCases {
  private LifetimeCases() {}

  static Group group() {
    return new Group(
        "Lifetimes",
        "No segment is usable after its owner or its borrow, wherever it was kept. Rust refuses to keep it; here its use is refused.",
        List.of(
            refused(
                "a segment returned out of its owner's block of code",
                "E0515",
                ENDED,
                (heap, trial) -> {
                  MemorySegment escaped = escape(heap);
                  trial.attempt(() -> escaped.get(JAVA_LONG, 0));
                }),
            refused(
                "a borrow returned out of its owner's block of code",
                "E0597",
                misuse(ESCAPED_BORROW, "block closed while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  Borrow escaped = block.read();
                  trial.attempt(block::close);
                  assertThat(escaped.segment().byteSize()).isEqualTo(64);
                  escaped.close();
                  block.close();
                }),
            refused(
                "a segment kept in a field",
                "E0597",
                ENDED,
                (heap, trial) -> {
                  MemorySegment[] field = new MemorySegment[1];
                  try (Block block = heap.allocate(64)) {
                    field[0] = block.segment();
                  }
                  trial.attempt(() -> field[0].set(JAVA_LONG, 0, 1));
                }),
            refused(
                "a segment captured by a closure that outlives the block",
                "E0373",
                ENDED,
                (heap, trial) -> {
                  Trial.Task<Long> reads;
                  try (Block block = heap.allocate(64)) {
                    MemorySegment captured = block.segment();
                    reads = () -> captured.get(JAVA_LONG, 0);
                  }
                  trial.attempt(reads::run);
                }),
            refused(
                "a segment of a block that nobody named",
                "E0716",
                ENDED,
                (heap, trial) -> {
                  MemorySegment segment;
                  try (Block temporary = heap.allocate(64)) {
                    segment = temporary.segment();
                  }
                  trial.attempt(() -> segment.get(JAVA_LONG, 0));
                }),
            refused(
                "a slice of a slice, after the owner",
                "E0597",
                ENDED,
                (heap, trial) -> {
                  MemorySegment inner;
                  try (Block block = heap.allocate(64)) {
                    inner = block.segment().asSlice(8).asSlice(8, 8);
                  }
                  trial.attempt(() -> inner.get(JAVA_LONG, 0));
                }),
            refused(
                "a byte buffer over a segment, after the owner",
                "E0597",
                ENDED,
                (heap, trial) -> {
                  ByteBuffer buffer;
                  try (Block block = heap.allocate(64)) {
                    buffer = block.segment().asByteBuffer();
                  }
                  trial.attempt(() -> buffer.get(0));
                }),
            refused(
                "an iterator over elements, after the owner",
                "E0597",
                ENDED,
                (heap, trial) -> {
                  Iterator<MemorySegment> elements;
                  try (Block block = heap.allocate(64)) {
                    elements = block.segment().elements(JAVA_LONG).iterator();
                  }
                  trial.attempt(() -> elements.next().get(JAVA_LONG, 0));
                }),
            refused(
                "a reader's segment, after the reader",
                "E0597",
                ENDED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    MemorySegment escaped;
                    try (Borrow reader = block.read()) {
                      escaped = reader.segment();
                    }
                    trial.attempt(() -> escaped.get(JAVA_LONG, 0));
                    block.segment().fill((byte) 1);
                  }
                }),
            refused(
                "a writer's segment, after the writer",
                "E0597",
                ENDED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    MemorySegment escaped;
                    try (Borrow writer = block.write()) {
                      escaped = writer.segment();
                    }
                    trial.attempt(() -> escaped.set(JAVA_LONG, 0, 1));
                  }
                }),
            refused(
                "a segment of the smaller size, after a resize",
                "E0502 (`Vec::push`)",
                ENDED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    MemorySegment before = block.segment();
                    assertThat(block.resize(32)).isTrue();
                    trial.attempt(() -> before.get(JAVA_LONG, 0));
                    assertThat(block.segment().byteSize()).isEqualTo(32);
                  }
                }),
            refused(
                "a segment after a resize that was refused",
                "E0502 (`Vec::push`)",
                ENDED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    MemorySegment before = block.segment();
                    assertThat(block.resize(1L << 50)).isFalse();
                    trial.attempt(() -> before.get(JAVA_LONG, 0));
                    assertThat(block.segment().byteSize()).isEqualTo(64);
                  }
                }),
            refused(
                "a segment of a block whose address another block has now",
                "dangling pointer",
                ENDED,
                (heap, trial) -> {
                  Block first = heap.allocate(64);
                  MemorySegment stale = first.segment();
                  first.close();
                  try (Block second = heap.allocate(64)) {
                    assertThat(second.address()).isEqualTo(first.address());
                    trial.attempt(() -> stale.set(JAVA_LONG, 0, 1));
                    second.segment().set(JAVA_LONG, 0, 2);
                  }
                }),
            allowed(
                "a borrow of a block that is declared before it",
                "`'a: 'b`",
                heap -> {
                  try (Block outer = heap.allocate(64)) {
                    try (Block inner = heap.allocate(64);
                        Borrow reader = outer.read()) {
                      inner.segment().copyFrom(reader.segment());
                    }
                  }
                }),
            allowed(
                "a borrow passed down and back",
                "`fn f<'a>(x: &'a T) -> &'a T`",
                heap -> {
                  try (Block block = heap.allocate(64);
                      Borrow whole = block.read();
                      Borrow head = head(whole)) {
                    assertThat(head.bytes()).isEqualTo(8);
                  }
                }),
            allowed(
                "a borrow that ends before its owner though it was opened in an inner scope",
                "non-lexical lifetimes",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    Borrow late;
                    {
                      late = block.write();
                    }
                    late.segment().fill((byte) 1);
                    late.close();
                  }
                }),
            refused(
                "an arena's segment after the arena",
                "E0597",
                new Verdict(IllegalStateException.class, null, "Already closed", Checks.FAST),
                (heap, trial) -> {
                  MemorySegment segment;
                  try (Arena arena = heap.arena()) {
                    segment = arena.allocate(64);
                  }
                  trial.attempt(() -> segment.get(JAVA_BYTE, 0));
                }),
            refused(
                "an index beyond the block",
                "index out of bounds",
                BOUNDS,
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    trial.attempt(() -> block.segment().get(JAVA_LONG, 64));
                    trial.attempt(() -> block.segment().get(JAVA_LONG, 60 + 1));
                    trial.attempt(() -> block.segment().set(JAVA_BYTE, -1, (byte) 1));
                    trial.attempt(() -> block.segment().getAtIndex(JAVA_LONG, 8));
                  }
                })));
  }

  private static MemorySegment escape(Heap heap) {
    try (Block block = heap.allocate(64)) {
      return block.segment();
    }
  }

  private static Borrow head(Borrow whole) {
    return whole.read(0, 8);
  }
}
