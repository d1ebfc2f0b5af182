package shop;

import dev.freehold.Block;
import dev.freehold.Heap;
import java.util.ArrayDeque;
import java.util.Deque;

/// A cache of pictures that drops the oldest one.
final class Images implements AutoCloseable {
  private static final int MOST = 40;

  private final Heap heap;
  private final Deque<Block> cached = new ArrayDeque<>();

  Images(Heap heap) {
    this.heap = heap;
  }

  void show(int product) {
    if (product % 5 == 0) {
      cached.add(decode(product));
    }
    if (cached.size() > MOST) {
      cached.removeFirst().close();
    }
  }

  private Block decode(int product) {
    Block picture = heap.allocate(16_384 + 1_024L * (product % 64));
    try (Block row = heap.allocate(4_096)) {
      picture.segment().asSlice(0, row.segment().byteSize()).copyFrom(row.segment());
    }
    return picture;
  }

  @Override
  public void close() {
    cached.forEach(Block::close);
  }
}
