package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.alloc.FirstFit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The example of the README, compiled and run.
final class ReadmeExampleTest {
  @Test
  void theExamplePrintsItsFigures() {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      example();
    } finally {
      System.setOut(console);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("heap=orders", "limitBytes=67108864", "blocks=0", "requestedBytes=0");
  }

  private static void example() {
    // begin README
    HeapConfig config =
        HeapConfig.named("orders")
            .withLimit(64 << 20) // 64 MiB, then an error that says who holds what
            .withAllocator(FirstFit::new); // or BestFit, Buddy, Slab, your own

    try (Heap heap = Heap.open(config)) {
      try (Block block = heap.allocate(256)) { // freed at once by close
        MemorySegment order = block.segment();
        order.set(ValueLayout.JAVA_LONG, 0, 42L);
        order.setString(8, "forty-two");
      } // from here on, `order` throws instead of reading freed memory

      try (Arena arena = heap.arena()) { // a java.lang.foreign.Arena: zeroed, freed together
        MemorySegment names = arena.allocateFrom("alpha");
        MemorySegment totals = arena.allocate(ValueLayout.JAVA_LONG, 1_000);
        totals.setAtIndex(ValueLayout.JAVA_LONG, 7, names.byteSize());
      }

      System.out.println(heap.statistics());
    }
    // end README
  }
}
