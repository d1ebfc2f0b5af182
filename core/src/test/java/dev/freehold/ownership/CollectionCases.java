package dev.freehold.ownership;

import static dev.freehold.Defect.DOUBLE_FREE;
import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.Defect.USE_AFTER_FREE;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Counted;
import dev.freehold.Parcel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Owners in collections.
final class CollectionCases {
  private CollectionCases() {}

  static Group group() {
    return new Group(
        "Collections of owners",
        "A collection may hold owners. Each is closed once, by whoever takes it out.",
        List.of(
            allowed(
                "a list of blocks, each closed once",
                "`Vec<Box<T>>`",
                heap -> {
                  List<Block> blocks = new ArrayList<>();
                  for (int i = 0; i < 100; i++) {
                    blocks.add(heap.allocate(i));
                  }
                  assertThat(heap.held().blocks()).isEqualTo(100);
                  blocks.forEach(Block::close);
                }),
            allowed(
                "a block taken out of a list before the others are closed",
                "`Vec::swap_remove`",
                heap -> {
                  List<Block> blocks = new ArrayList<>();
                  for (int i = 0; i < 3; i++) {
                    blocks.add(heap.allocate(8));
                  }
                  try (Block out = blocks.remove(1)) {
                    blocks.forEach(Block::close);
                    out.segment().set(JAVA_LONG, 0, 1);
                  }
                }),
            refused(
                "a block that is in a list twice",
                "E0382 (`vec![x, x]`)",
                misuse(DOUBLE_FREE, "block closed twice"),
                (heap, trial) -> {
                  Block block = heap.allocate(8);
                  List<Block> twice = List.of(block, block);
                  twice.getFirst().close();
                  trial.attempt(() -> twice.getLast().close());
                }),
            refused(
                "a move out of a list that keeps the block",
                "E0507",
                misuse(USE_AFTER_FREE, "block used after it was sent"),
                (heap, trial) -> {
                  List<Block> blocks = List.of(heap.allocate(8), heap.allocate(8));
                  blocks.getFirst().send().close();
                  trial.attempt(() -> blocks.getFirst().segment());
                  blocks.forEach(Block::close);
                }),
            allowed(
                "a list with some blocks moved out, closed as a whole",
                "partial move",
                heap -> {
                  List<Block> blocks = new ArrayList<>();
                  List<Parcel> parcels = new ArrayList<>();
                  for (int i = 0; i < 10; i++) {
                    blocks.add(heap.allocate(8));
                  }
                  for (int i = 0; i < 10; i += 3) {
                    parcels.add(blocks.get(i).send());
                  }
                  blocks.forEach(Block::close);
                  assertThat(heap.held().blocks()).isEqualTo(parcels.size());
                  parcels.forEach(Parcel::close);
                }),
            refused(
                "closing a list of blocks while one is borrowed",
                "E0505",
                misuse(ESCAPED_BORROW, "block closed while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  List<Block> blocks = List.of(heap.allocate(8), heap.allocate(8));
                  try (Borrow _ = blocks.getLast().read()) {
                    blocks.getFirst().close();
                    trial.attempt(() -> blocks.getLast().close());
                  }
                  blocks.getLast().close();
                }),
            allowed(
                "elements of one list borrowed for writing at once",
                "`iter_mut`",
                heap -> {
                  try (Block a = heap.allocate(8);
                      Block b = heap.allocate(8);
                      Borrow x = a.write();
                      Borrow y = b.write()) {
                    x.segment().set(JAVA_LONG, 0, 1);
                    y.segment().copyFrom(x.segment());
                  }
                }),
            refused(
                "a pair of which a part was moved",
                "E0382 (partial move)",
                misuse(USE_AFTER_FREE, "block used after it was sent"),
                (heap, trial) -> {
                  Pair pair = new Pair(heap.allocate(8), heap.allocate(16));
                  pair.left.send().close();
                  trial.attempt(pair.left::segment);
                  pair.right.segment().fill((byte) 1);
                  pair.close();
                }),
            allowed(
                "a pair that is closed after a part was moved",
                "partial move",
                heap -> {
                  try (Pair pair = new Pair(heap.allocate(8), heap.allocate(16))) {
                    pair.right.send().close();
                  }
                }),
            allowed(
                "a list of blocks in a block's place: nested owners",
                "`Box<Box<T>>`",
                heap -> {
                  try (Pair outer = new Pair(heap.allocate(8), heap.allocate(8));
                      Pair inner = new Pair(heap.allocate(8), heap.allocate(8))) {
                    assertThat(outer.left.bytes() + inner.right.bytes()).isEqualTo(16);
                  }
                }),
            allowed(
                "blocks swapped between two variables",
                "`mem::swap`",
                heap -> {
                  Block a = heap.allocate(8);
                  Block b = heap.allocate(16);
                  Block former = a;
                  a = b;
                  b = former;
                  assertThat(a.bytes()).isEqualTo(16);
                  a.close();
                  b.close();
                }),
            allowed(
                "a block replaced in a map, the former one closed",
                "`HashMap::insert`",
                heap -> {
                  Map<String, Block> blocks = new HashMap<>();
                  for (int i = 1; i <= 3; i++) {
                    Block former = blocks.put("key", heap.allocate(i));
                    if (former != null) {
                      former.close();
                    }
                  }
                  assertThat(heap.held().blocks()).isEqualTo(1);
                  blocks.values().forEach(Block::close);
                }),
            allowed(
                "handles of one block in a list, and the block freed with the last",
                "`Vec<Rc<T>>`",
                heap -> {
                  List<Counted> handles = new ArrayList<>();
                  handles.add(heap.allocate(8).count());
                  for (int i = 0; i < 9; i++) {
                    handles.add(handles.getFirst().another());
                  }
                  for (Counted handle : handles) {
                    assertThat(heap.held().blocks()).isEqualTo(1);
                    handle.close();
                  }
                  assertThat(heap.held().blocks()).isZero();
                })));
  }

  /// Owns two blocks.
  private record Pair(Block left, Block right) implements AutoCloseable {
    @Override
    public void close() {
      left.close();
      right.close();
    }
  }
}
