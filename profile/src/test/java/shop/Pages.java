package shop;

import dev.freehold.Block;
import dev.freehold.Heap;
import dev.freehold.MisuseException;
import java.lang.foreign.ValueLayout;

/// Answers, each written into a buffer of its own and sent at once.
final class Pages {
  private final Heap heap;

  Pages(Heap heap) {
    this.heap = heap;
  }

  void search(int product) {
    try (Block buffer = heap.allocate(8_192)) {
      buffer.segment().setAtIndex(ValueLayout.JAVA_INT, 0, product);
    }
  }

  void cancel(int product) {
    Block buffer = heap.allocate(8_192);
    buffer.segment().setAtIndex(ValueLayout.JAVA_INT, 0, product);
    buffer.close();
    try {
      buffer.close(); // the bug
    } catch (MisuseException e) {
      System.err.println(e.getMessage());
    }
  }
}
