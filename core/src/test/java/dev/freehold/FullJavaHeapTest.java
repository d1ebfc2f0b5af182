package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A heap whose objects find no room in the Java heap throws, stays valid, and goes on once there
/// is room again. A block whose own object could not be made stays held, and is reported.
final class FullJavaHeapTest {
  @ParameterizedTest
  @EnumSource
  void aHeapStaysValid(Checks level) throws Exception {
    List<String> smallHeap = List.of("-Xmx24m", "-Xmn6m", "-XX:+UseSerialGC");
    String full = ChildJvm.run(Child.class, smallHeap, level.name());
    assertThat(Integer.parseInt(full)).as("times that the Java heap was full").isPositive();
  }

  /// Fills heaps while ever less of the Java heap is free, and prints how often it was full.
  static final class Child {
    private static final int LEAST_FREE = 16 << 10;

    private Child() {}

    public static void main(String[] arguments) {
      HeapConfig config = HeapConfig.named("full").withChecks(Checks.valueOf(arguments[0]));
      try (Heap heap = Heap.open(config);
          Block block = heap.allocate(64)) {
        block.segment().fill((byte) 1); // loads what is needed
      }
      int full = 0;
      for (int free = 4 << 20; free >= LEAST_FREE; free -= free / 2) {
        full += fill(config.withHeldListener(report -> {}), free) ? 1 : 0;
      }
      System.out.println(full);
    }

    /// @return whether the Java heap was full
    private static boolean fill(HeapConfig config, int free) {
      Heap heap = Heap.open(config);
      Block[] blocks = new Block[40_000];
      int taken = 0;
      boolean isFull = false;
      List<byte[]> ballast = Ballast.allBut(free);
      try {
        for (; taken < blocks.length; taken++) {
          blocks[taken] = heap.allocate(taken % 7 == 0 ? 5_000 : 40 + taken % 300);
        }
      } catch (OutOfMemoryError e) {
        isFull = true;
      }
      ballast.clear();
      expect(heap, taken, taken + 1);
      close(blocks, 0, taken);
      expect(heap, taken / 2, taken / 2 + 1);
      heap.allocate(100_000).close();
      close(blocks, 1, taken);
      expect(heap, 0, 1);
      heap.close();
      return isFull;
    }

    private static void close(Block[] blocks, int from, int end) {
      for (int i = from; i < end; i += 2) {
        blocks[i].close();
      }
    }

    private static void expect(Heap heap, int least, int most) {
      heap.verify();
      long held = heap.held().blocks();
      if (held < least || held > most) {
        throw new AssertionError("%d blocks are held, not %d to %d".formatted(held, least, most));
      }
    }
  }
}
