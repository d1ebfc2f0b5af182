package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Checks;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each kind of leak is put down to the test that made it, and to no other.
final class NoLeaksTest {
  private static final String[] PARALLEL = {
    "junit.jupiter.execution.parallel.enabled", "true",
    "junit.jupiter.execution.parallel.mode.default", "concurrent",
    "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
    "junit.jupiter.execution.parallel.config.strategy", "fixed",
    "junit.jupiter.execution.parallel.config.fixed.parallelism", "8",
  };

  private static final @Nullable String LEVEL_OF_THE_BUILD = System.getProperty(Checks.PROPERTY);

  /// These tests are about levels, so the build's is left out.
  @BeforeAll
  static void openTheStaticHeapsBeforeAnyTrial() {
    System.clearProperty(Checks.PROPERTY);
    assertThat(LeakingTests.PLAIN.checks()).isLessThan(LeakingTests.FULL.checks());
  }

  @AfterAll
  static void putTheLevelOfTheBuildBack() {
    if (LEVEL_OF_THE_BUILD != null) {
      System.setProperty(Checks.PROPERTY, LEVEL_OF_THE_BUILD);
    }
  }

  /// Those that leak fail, with a report that says so, and all others pass.
  private static Outcomes ranAsNamed(Outcomes run) {
    assertThat(run.ends()).isNotEmpty();
    assertThat(run.ends())
        .allSatisfy((name, end) ->
            assertThat(end)
                .as(name)
                .isEqualTo(
                    name.toLowerCase(Locale.ROOT).contains("leaks") ? "FAILED" : "SUCCESSFUL"));
    assertThat(run.failures().values())
        .allSatisfy(failure -> assertThat(failure).hasMessageContaining("left behind by a test"));
    return run;
  }

  @Test
  void aBlockOfAStaticHeapIsPutDownToItsTestAndPlace() {
    Throwable failure =
        ranAsNamed(Outcomes.of(LeakingTests.OfAStaticHeap.class)).failure("leaks()");
    assertThat(failure)
        .hasMessageMatching(
            """
            Freehold: 2 blocks, 164 bytes left behind by a test
              test    OfAStaticHeap\\.leaks
              left    1 block, 100 bytes, of heap 'static', taken at \\S+OfAStaticHeap\\.leaks\\(LeakingTests\\.java:\\d+\\) on thread main
              left    1 block, 64 bytes, of heap 'static', taken at \\S+LeakingTests\\.leakOf\\(LeakingTests\\.java:\\d+\\) on thread main
              rule    what a test takes is freed, and what it opens is closed, before it is over -> docs/guide/testing\\.md#leaks
              next    close them in try-with-resources, or in @AfterEach\
            """);
    assertThat(failure.getStackTrace()[0].getMethodName()).isEqualTo("leaks");
  }

  @Test
  void aBlockOfAHeapWithoutRecordsIsFoundByWhatWasThereBefore() {
    Outcomes run = ranAsNamed(Outcomes.of(LeakingTests.OfAHeapWithoutRecords.class));
    assertThat(run.failure("leaks()"))
        .hasMessageContaining("3 blocks, 6048 bytes left behind")
        .hasMessageContaining("2 blocks, 6000 bytes, of 3000 bytes, of heap 'plain'")
        .hasMessageContaining("add @Checked(Checks.FULL)");
  }

  @Test
  void heapsLeftOpenAndBlocksOfClosedOnesAreLeaks() {
    Outcomes run = ranAsNamed(Outcomes.of(LeakingTests.OfHeaps.class));
    assertThat(run.failure("leaksAnOpenHeap()"))
        .hasMessageContaining("1 open heap left behind")
        .hasMessageMatching("(?s).*open    heap 'forgotten', opened at \\S+leaksAnOpenHeap\\(.*");
    assertThat(run.failure("leaksABlockOfAClosedHeap()"))
        .hasMessageContaining("1 block, 24 bytes left behind");
    assertThat(run.failure("leaksAnArena()")).hasMessageContaining("1 block, 32 bytes");
    assertThat(run.failure("leaksWithoutRecords()"))
        .hasMessageContaining("1 block, 200 bytes, and 1 open heap left behind");
  }

  @Test
  void aHeapOfAParameterIsClosedWithItsTest() {
    assertThat(
            ranAsNamed(Outcomes.of(LeakingTests.OfParameters.class))
                .failure("leaksOfItsOwnHeap(Heap)"))
        .hasMessageContaining("1 block, 40 bytes left behind");
    assertThat(Outcomes.of(LeakingTests.OfParametersAlone.class).failure("leaksOfItsOwnHeap(Heap)"))
        .hasMessageContaining("heap closed while blocks are held");
  }

  @Test
  void nestedAndInheritedTests() {
    ranAsNamed(Outcomes.of(LeakingTests.Outer.class));
    ranAsNamed(Outcomes.of(LeakingTests.Inheriting.class));
  }

  @Test
  void whatAnExtensionClosesWithTheTestIsNotLeftBehind() {
    ranAsNamed(Outcomes.of(LeakingTests.WithAnExtension.class));
  }

  @Test
  void oneInvocationOfSeveral() {
    assertThat(Outcomes.of(LeakingTests.Invocations.class).failures().keySet())
        .containsExactlyInAnyOrder("leaks at 2: 2", "leaks at 2: 2 ");
  }

  @Test
  void oneDynamicTestOfSeveral() {
    ranAsNamed(Outcomes.of(LeakingTests.Factories.class));
  }

  @Test
  void whatIsTakenBeforeAndAfterEachTestIsTheTests() {
    ranAsNamed(Outcomes.of(LeakingTests.AroundEach.class));
    ranAsNamed(Outcomes.of(LeakingTests.AfterEachTakes.class));
    ranAsNamed(Outcomes.of(LeakingTests.ConstructorTakes.class));
  }

  @Test
  void whatIsTakenBeforeAllTestsIsTheClasses() {
    ranAsNamed(Outcomes.of(LeakingTests.BeforeAllCleans.class));
    ranAsNamed(Outcomes.of(LeakingTests.OneInstanceCleans.class));
    assertThat(Outcomes.of(LeakingTests.BeforeAllLeaks.class).ends())
        .isEqualTo(Map.of("cleanUses()", "SUCCESSFUL", "BeforeAllLeaks", "FAILED"));
    assertThat(Outcomes.of(LeakingTests.OneInstanceLeaks.class).ends())
        .isEqualTo(Map.of("cleanUses()", "SUCCESSFUL", "OneInstanceLeaks", "FAILED"));
  }

  @Test
  void aLeakIsAddedToAFailureAndMasksNone() {
    Outcomes run = Outcomes.of(LeakingTests.BadEnds.class);
    assertThat(run.ends())
        .isEqualTo(
            Map.of(
                "leaksAndFails()", "FAILED",
                "leaksAndAborts()", "FAILED",
                "cleanAborts()", "ABORTED",
                "cleanDisabled()", "SKIPPED",
                "BadEnds", "SUCCESSFUL"));
    assertThat(run.failure("leaksAndFails()")).hasMessageContaining("its own failure");
    assertThat(run.failure("leaksAndFails()").getSuppressed())
        .singleElement()
        .satisfies(leak -> assertThat(leak).hasMessageContaining("left behind by a test"));
  }

  @Test
  void aMethodCanBeLookedAtAlone() {
    ranAsNamed(Outcomes.of(LeakingTests.OneMethod.class));
  }

  @Test
  void whereNothingIsClosedWithATestNoTestPasses() {
    Outcomes run =
        Outcomes.of(
            List.of(LeakingTests.OfAStaticHeap.class),
            "junit.jupiter.extensions.store.close.autocloseable.enabled",
            "false");
    assertThat(run.ends()).isEqualTo(Map.of("OfAStaticHeap", "FAILED"));
    assertThat(run.failure("OfAStaticHeap")).hasMessageContaining("need it to be true");
  }

  @Test
  void everyTestOfABuildCanBeLookedAt() {
    assertThat(Outcomes.of(LeakingTests.NotAnnotated.class).failures()).isEmpty();
    ranAsNamed(
        Outcomes.of(
            List.of(LeakingTests.NotAnnotated.class),
            "junit.jupiter.extensions.autodetection.enabled",
            "true",
            "freehold.noleaks",
            "true"));
  }

  @Test
  void whatAStaticInitializerTakesIsNobodys() {
    ranAsNamed(Outcomes.of(LeakingTests.StaticInitializer.class));
  }

  @Test
  void anotherThreadHasItsGrace() {
    ranAsNamed(Outcomes.of(LeakingTests.Grace.class));
    assertThat(ranAsNamed(Outcomes.of(LeakingTests.NoGrace.class)).failure("leaksBeyondItsGrace()"))
        .hasMessageContaining("on thread holder");
    LeakingTests.NoGrace.RUN_OVER.countDown();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fork_join_pool", "worker_thread_pool"})
  void methodsAtTheSameTime(String service) {
    ranAsNamed(Outcomes.of(List.of(LeakingThreads.Together.class), parallel(service)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fork_join_pool", "worker_thread_pool"})
  void classesAtTheSameTime(String service) {
    ranAsNamed(
        Outcomes.of(
            List.of(
                LeakingThreads.Clean.class,
                LeakingThreads.Leaking.class,
                LeakingThreads.NotLookedAt.class),
            parallel(service)));
  }

  /// In parallel nothing is presumed: the threads inherit the test.
  @ParameterizedTest
  @ValueSource(strings = {"fork_join_pool", "worker_thread_pool"})
  void threadsThatATestCreates(String service) {
    ranAsNamed(Outcomes.of(List.of(LeakingThreads.OwnThreads.class), parallel(service)));
  }

  @Test
  void workersOfJUnitAreInNoTestButTheOneTheyRun() {
    ranAsNamed(
        Outcomes.of(List.of(LeakingThreads.WorkersOfJUnit.class), parallel("fork_join_pool")));
  }

  @Test
  void aPoolSharedByTests() {
    Outcomes run = ranAsNamed(Outcomes.of(LeakingThreads.SharedPool.class));
    assertThat(run.failure("bLeaks()"))
        .hasMessageContaining("on thread shared, outside of what this test runs and creates");
    assertThat(run.failure("cLeaksInTheCommonPool()"))
        .hasMessageContaining("put down to it as the last that began");
  }

  private static String[] parallel(String service) {
    String[] all = Arrays.copyOf(PARALLEL, PARALLEL.length + 2);
    all[PARALLEL.length] = "junit.jupiter.execution.parallel.config.executor-service";
    all[PARALLEL.length + 1] = service;
    return all;
  }
}
