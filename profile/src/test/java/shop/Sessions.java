package shop;

import dev.freehold.Block;
import dev.freehold.Heap;
import java.util.ArrayDeque;
import java.util.Deque;

/// The customers who are logged in. The leaking variant forgets those whose time is over.
final class Sessions implements AutoCloseable {
  private static final int MOST = 60;

  private final Heap heap;
  private final Server.Variant variant;
  private final Deque<Block> open = new ArrayDeque<>();

  Sessions(Heap heap, Server.Variant variant) {
    this.heap = heap;
    this.variant = variant;
  }

  void login(int customer) {
    open.add(remember(customer));
    if (open.size() > MOST) {
      expire();
    }
  }

  private Block remember(int customer) {
    return heap.allocate(2_048 + 64L * (customer % 32));
  }

  private void expire() {
    Block session = open.removeFirst();
    if (variant == Server.Variant.HEALTHY) {
      session.close();
    }
  }

  @Override
  public void close() {
    open.forEach(Block::close);
  }
}
