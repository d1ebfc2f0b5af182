package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tests that `NoLeaksTest` runs one after the other: those whose names begin with `leaks`
/// leave something behind, their twins do not.
final class LeakingTests {
  /// Opened before any of the tests below, with records.
  static final Heap FULL = Heap.open(HeapConfig.named("static").withChecks(Checks.FULL));

  /// Opened before any of the tests below, without records.
  static final Heap PLAIN = Heap.open(HeapConfig.named("plain"));

  private LeakingTests() {}

  static void leakOf(Heap heap, long bytes) {
    assertThat(heap.allocate(bytes).bytes()).isEqualTo(bytes);
  }

  static void leak() {
    leakOf(FULL, 64);
  }

  static void use() {
    try (Block block = FULL.allocate(64)) {
      assertThat(block.bytes()).isEqualTo(64);
    }
  }

  @NoLeaks(graceMillis = 0)
  static class OfAStaticHeap {
    @Test
    void leaks() {
      FULL.allocate(100);
      leak();
    }

    @Test
    void cleanUses() {
      use();
    }
  }

  static class Inheriting extends OfAStaticHeap {
    @Test
    void leaksToo() {
      leak();
    }
  }

  /// Opens a heap and takes a block before each test, and has JUnit close them after it.
  static final class ClosingExtension implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      Heap heap = Heap.open(HeapConfig.named("of-an-extension"));
      Block block = heap.allocate(16);
      ExtensionContext.Store store = context.getStore(ExtensionContext.Namespace.GLOBAL);
      store.put("heap", heap);
      store.put("block", block);
    }
  }

  @NoLeaks(graceMillis = 0)
  @ExtendWith(ClosingExtension.class)
  static class WithAnExtension {
    @Test
    void cleanUses() {
      use();
    }

    @Test
    void leaks() {
      leak();
    }
  }

  @NoLeaks(graceMillis = 0)
  static class OfAHeapWithoutRecords {
    @Test
    void leaks() {
      leakOf(PLAIN, 3_000);
      leakOf(PLAIN, 3_000);
      leakOf(PLAIN, 48);
    }

    @Test
    void cleanUses() {
      try (Block block = PLAIN.allocate(3_000)) {
        assertThat(block.bytes()).isEqualTo(3_000);
      }
    }
  }

  @NoLeaks(graceMillis = 0)
  static class OfHeaps {
    @Test
    void leaksAnOpenHeap() {
      assertThat(Heap.open(HeapConfig.named("forgotten")).isOpen()).isTrue();
    }

    @Test
    void leaksABlockOfAClosedHeap() {
      try (Heap heap = Heap.open(HeapConfig.named("closed").withHeldListener(held -> {}))) {
        leakOf(heap, 24);
      }
    }

    @Test
    void leaksAnArena() {
      Arena arena = FULL.arena();
      assertThat(arena.allocate(32).byteSize()).isEqualTo(32);
    }

    @Test
    @Checked(Checks.FAST)
    void leaksWithoutRecords() {
      leakOf(Heap.open(HeapConfig.named("fast").withHeldListener(held -> {})), 200);
    }

    @Test
    void cleanOpensAndCloses() {
      try (Heap heap = Heap.open(HeapConfig.named("closed"));
          Block block = heap.allocate(24);
          Arena arena = heap.arena()) {
        assertThat(arena.allocate(32).byteSize()).isGreaterThan(block.bytes());
      }
    }
  }

  @NoLeaks(graceMillis = 0)
  static class OfParameters {
    @Test
    void leaksOfItsOwnHeap(Heap heap) {
      leakOf(heap, 40);
    }

    @Test
    void cleanUsesItsOwnHeaps(Heap heap, Heap other) {
      assertThat(heap).isNotSameAs(other);
      assertThat(heap.name()).isEqualTo("OfParameters.cleanUsesItsOwnHeaps");
      try (Block block = heap.allocate(8)) {
        assertThat(block.bytes()).isEqualTo(8);
      }
    }
  }

  @Checked
  static class OfParametersAlone {
    @Test
    void leaksOfItsOwnHeap(Heap heap) {
      leakOf(heap, 40);
    }

    @Test
    void cleanUses(Heap heap) {
      assertThat(heap.checks()).isEqualTo(Checks.FULL);
    }
  }

  @NoLeaks(graceMillis = 0)
  static class Outer {
    @Test
    void cleanUses() {
      use();
    }

    @Nested
    class Inner {
      @Test
      void leaks() {
        leak();
      }

      @Test
      void cleanUses() {
        use();
      }
    }
  }

  @NoLeaks(graceMillis = 0)
  static class Invocations {
    @ParameterizedTest(name = "leaks at 2: {0}")
    @ValueSource(ints = {1, 2, 3})
    void parameterized(int number) {
      if (number == 2) {
        leak();
      }
    }

    @RepeatedTest(value = 3, name = "leaks at 2: {currentRepetition}")
    void repeated(RepetitionInfo repetition) {
      if (repetition.getCurrentRepetition() == 2) {
        leak();
      }
    }
  }

  @NoLeaks(graceMillis = 0)
  static class Factories {
    @TestFactory
    List<DynamicTest> cleanFactory() {
      return List.of(
          dynamicTest("cleanFirst", LeakingTests::use),
          dynamicTest("leaksSecond", LeakingTests::leak),
          dynamicTest("cleanThird", LeakingTests::use));
    }

    @TestFactory
    Stream<DynamicTest> leaksInTheStream() {
      return Stream.of("cleanDynamic")
          .map(name -> {
            leak();
            return dynamicTest(name, LeakingTests::use);
          });
    }
  }

  @NoLeaks(graceMillis = 0)
  static class AroundEach {
    private @Nullable Block block;

    @BeforeEach
    void take() {
      block = FULL.allocate(16);
    }

    @Test
    void cleanIsFreedAfter() {
      use();
    }

    @Test
    void leaksWhatWasTakenBefore() {
      block = null;
    }

    @AfterEach
    void free() {
      if (block != null) {
        block.close();
      }
    }
  }

  @NoLeaks(graceMillis = 0)
  static class AfterEachTakes {
    @Test
    void leaksAfter() {
      use();
    }

    @AfterEach
    void take() {
      leak();
    }
  }

  @NoLeaks(graceMillis = 0)
  static class ConstructorTakes {
    ConstructorTakes() {
      leak();
    }

    @Test
    void leaksInItsConstructor() {
      use();
    }
  }

  @NoLeaks(graceMillis = 0)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstanceCleans {
    private final Block block = FULL.allocate(16);

    @Test
    void cleanUses() {
      use();
    }

    @AfterAll
    void free() {
      block.close();
    }
  }

  @NoLeaks(graceMillis = 0)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstanceLeaks {
    OneInstanceLeaks() {
      leak();
    }

    @Test
    void cleanUses() {
      use();
    }
  }

  @NoLeaks(graceMillis = 0)
  static class BeforeAllCleans {
    private static @Nullable Block block;
    private static @Nullable Heap heap;
    private static @Nullable Block plain;

    @BeforeAll
    static void take() {
      block = FULL.allocate(16);
      heap = Heap.open(HeapConfig.named("of-the-class").withHeldListener(held -> {}));
      plain = PLAIN.allocate(16);
    }

    @Test
    void cleanUses() {
      use();
    }

    @Test
    void leaksOfTheHeapOfTheClass() {
      if (heap != null) {
        leakOf(heap, 72);
      }
    }

    @AfterAll
    static void free() {
      if (block != null && heap != null && plain != null) {
        block.close();
        heap.close();
        plain.close();
      }
    }
  }

  @NoLeaks(graceMillis = 0)
  static class BeforeAllLeaks {
    @BeforeAll
    static void take() {
      leak();
    }

    @Test
    void cleanUses() {
      use();
    }
  }

  @NoLeaks(graceMillis = 0)
  static class BadEnds {
    @Test
    void leaksAndFails() {
      leak();
      assertThat(1).as("its own failure").isEqualTo(2);
    }

    @Test
    void leaksAndAborts() {
      leak();
      Assumptions.abort("no such device");
    }

    @Test
    void cleanAborts() {
      use();
      Assumptions.abort("no such device");
    }

    @Test
    @Disabled("leaks if it ran")
    void cleanDisabled() {
      leak();
    }
  }

  static class OneMethod {
    @Test
    @NoLeaks(graceMillis = 0)
    void leaksAndIsLookedAt() {
      leak();
    }

    @Test
    void cleanForNobodyLooks() {
      leak();
    }
  }

  static class NotAnnotated {
    @Test
    void leaks() {
      leak();
    }

    @Test
    void cleanUses() {
      use();
    }
  }

  @NoLeaks(graceMillis = 0)
  static class StaticInitializer {
    static final class Cache {
      static final Heap HEAP = Heap.open(HeapConfig.named("cache"));
      static final Block BLOCK = HEAP.allocate(32);
    }

    @Test
    void cleanInitializesAClass() {
      assertThat(Cache.BLOCK.bytes()).isEqualTo(32);
    }

    @Test
    void leaksOfTheHeapOfTheClass() {
      leakOf(Cache.HEAP, 56);
    }
  }

  @NoLeaks(graceMillis = 20_000)
  static class Grace {
    private static final CountDownLatch OVER = new CountDownLatch(1);

    @Test
    void cleanWithinItsGrace() throws InterruptedException {
      CountDownLatch taken = new CountDownLatch(1);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            Block block = FULL.allocate(16);
            taken.countDown();
            try {
              OVER.await();
              Thread.sleep(30);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            block.close();
          });
      taken.await();
    }

    @AfterEach
    void over() {
      OVER.countDown();
    }
  }

  @NoLeaks(graceMillis = 20)
  static class NoGrace {
    static final CountDownLatch RUN_OVER = new CountDownLatch(1);

    @Test
    void leaksBeyondItsGrace() throws InterruptedException {
      CountDownLatch taken = new CountDownLatch(1);
      Thread.ofPlatform()
          .daemon()
          .name("holder")
          .start(() -> {
            try (Block block = FULL.allocate(16)) {
              assertThat(block.bytes()).isEqualTo(16);
              taken.countDown();
              RUN_OVER.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      taken.await();
    }
  }
}
