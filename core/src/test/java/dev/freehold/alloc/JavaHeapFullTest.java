package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Ballast;
import dev.freehold.ChildJvm;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An allocator whose tables find no room in the Java heap throws, stays valid, and goes on once
/// there is room again.
class JavaHeapFullTest {
  enum Kind {
    FIRST(FirstFit::new),
    BEST(BestFit::new),
    WORST(WorstFit::new),
    BUDDY(Buddy::new),
    SLAB(Slab::new),
    BUMP(Bump::new);

    final Function<Region, RegionAllocator> over;

    Kind(Function<Region, RegionAllocator> over) {
      this.over = over;
    }
  }

  @ParameterizedTest
  @EnumSource
  void staysValid(Kind kind) throws Exception {
    List<String> smallHeap = List.of("-Xmx24m", "-Xmn6m", "-XX:+UseSerialGC");
    String full = ChildJvm.run(Child.class, smallHeap, kind.name());
    assertThat(Integer.parseInt(full)).as("times that the Java heap was full").isPositive();
  }

  /// Fills allocators while ever less of the Java heap is free, and prints how often it was full.
  static final class Child {
    private static final long REGION = 1L << 30;
    private static final int[] BYTES = {40, 3_000, 70_000, 300_000};
    private static final int LEAST_FREE = 16 << 10;

    private Child() {}

    public static void main(String[] arguments) {
      Kind kind = Kind.valueOf(arguments[0]);
      kind.over.apply(Region.reserve(RegionConfig.ofReserve(1 << 20))).allocate(40, 16); // loads
      int full = 0;
      for (int free = 6 << 20; free >= LEAST_FREE; free -= free / 3) {
        try (Region region = Region.reserve(RegionConfig.ofReserve(REGION))) {
          full += fill(kind.over.apply(region), free) ? 1 : 0;
        }
      }
      System.out.println(full);
    }

    /// @return whether the Java heap was full
    private static boolean fill(RegionAllocator allocator, int free) {
      long[] addresses = new long[(int) (REGION / 70_000)];
      int blocks = 0;
      boolean isFull = false;
      List<byte[]> ballast = Ballast.allBut(free);
      try {
        for (; blocks < addresses.length; blocks++) {
          long bytes = BYTES[blocks % BYTES.length];
          addresses[blocks] = allocator.allocate(bytes, 16);
          if (addresses[blocks] == Allocator.NULL) {
            break;
          }
        }
      } catch (OutOfMemoryError e) {
        isFull = true;
      }
      ballast.clear();
      allocator.verify();
      assertLive(allocator, blocks);
      for (int i = 0; i < blocks; i += 2) {
        allocator.free(addresses[i]);
      }
      long more = allocator.allocate(1 << 20, 4096);
      allocator.verify();
      assertLive(allocator, blocks / 2 + (more == Allocator.NULL ? 0 : 1));
      return isFull;
    }

    private static void assertLive(RegionAllocator allocator, int blocks) {
      long live = allocator.statistics().blocks();
      if (live != blocks) {
        throw new AssertionError("%d blocks live, %d were taken".formatted(live, blocks));
      }
    }
  }
}
