package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.Block;
import dev.freehold.Budget;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Limit;
import dev.freehold.OffHeapOutOfMemoryException;
import dev.freehold.Pressure;
import dev.freehold.Registration;
import dev.freehold.Reservation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of the guide and of the documentation of the annotations, compiled and run; and
/// that they are these.
final class TestingExamplesTest {
  private static final Path ROOT = Path.of(Files.exists(Path.of("docs")) ? "." : "..");
  private static final Path GUIDE = ROOT.resolve("docs/guide/testing.md");
  private static final Path SOURCES = ROOT.resolve("testkit/src");

  // begin
  @NoLeaks
  static class OrdersTest {
    @Test
    void ordersAreFreed() {
      try (Heap heap = Heap.open(HeapConfig.named("orders"));
          Block order = heap.allocate(256)) {
        order.segment().fill((byte) 1);
      }
    }

    // end
    @Test
    void oneIsForgotten(Heap heap) { // a heap of its own, closed after the test
      Block order = heap.allocate(256);
      order.segment().fill((byte) 1);
    }
  }

  // end
  static class SortTest {
    // begin
    @Test
    @LimitOffHeap("24MB")
    void sortsInLittleMemory(Heap heap) {
      try (Block runs = heap.allocate(16 << 20)) { // 16 MiB of 24
        sort(runs.segment());
      }
    }

    // end
    private static void sort(MemorySegment runs) {
      runs.fill((byte) 0);
    }
  }

  /// Empties itself where memory gets short.
  private static final class Cache {
    private final List<String> entries = new ArrayList<>(List.of("an entry"));
    private final Registration registration;

    Cache(Budget budget) {
      registration =
          budget.onPressure(pressure -> {
            if (pressure.rises()) {
              entries.clear();
            }
          });
    }

    int size() {
      return entries.size();
    }

    void close() {
      registration.close();
    }
  }

  @Test
  void theForgottenBlockIsReportedAsTheGuideSays() throws IOException {
    Outcomes run = Outcomes.of(OrdersTest.class);
    assertThat(run.failures()).containsOnlyKeys("oneIsForgotten(Heap)");
    String report =
        String.valueOf(run.failure("oneIsForgotten(Heap)").getMessage())
            .replace("dev.freehold.testkit.TestingExamplesTest$", "com.example.")
            .replaceAll("TestingExamplesTest\\.java:\\d+", "OrdersTest.java:25");
    assertThat(Files.readString(GUIDE)).contains(report);
  }

  @Test
  void theLimitIsEnough() {
    assertThat(Outcomes.of(SortTest.class).failures()).isEmpty();
  }

  @Test
  void everyBlockIsRefused() throws Exception {
    // begin
    long blocks =
        FailingHeap.everyBlock(heap -> {
          try (Block key = heap.allocate(16);
              Block value = heap.allocate(64)) {
            value.segment().set(ValueLayout.JAVA_LONG, 0, key.address());
          }
        });
    // end
    assertThat(blocks).isEqualTo(2);
  }

  @Test
  void pressure() {
    // begin
    Budget budget = Budget.root("process", Limit.parse("1g"));
    Cache cache = new Cache(budget); // registers with budget.onPressure
    new SimulatedPressure(budget).become(Pressure.Level.CRITICAL).become(Pressure.Level.LOW);
    assertThat(cache.size()).isZero();
    // end
    cache.close();
  }

  @Test
  void aBudgetThatShrinks() {
    // begin
    Budget budget = Budget.root("process", Limit.parse("64m"));
    Reservation gone = budget.reserve(Limit.parse("48m")); // 16 MiB are left, until it is closed
    try (Heap heap = Heap.open(HeapConfig.named("orders").withBudget(budget))) {
      assertThatThrownBy(() -> heap.allocate(32 << 20))
          .isInstanceOf(OffHeapOutOfMemoryException.class);
      gone.close();
      heap.allocate(32 << 20).close();
    }
    // end
    budget.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/guide/testing.md", "FailingHeap.java", "NoLeaks.java"})
  void everyExampleIsCompiledAndRun(String document) throws IOException {
    Path file =
        document.startsWith("docs")
            ? ROOT.resolve(document)
            : SOURCES.resolve("main/java/dev/freehold/testkit/" + document);
    String compiled =
        squeezed(
            Files.readString(
                SOURCES.resolve("test/java/dev/freehold/testkit/TestingExamplesTest.java")));
    List<String> examples =
        Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(file).replaceAll("(?m)^ *///", ""))
            .results()
            .map(match -> squeezed(match.group(1)))
            .toList();
    assertThat(examples).isNotEmpty();
    assertThat(examples)
        .allSatisfy(example -> assertThat(compiled).contains(withoutClosingBraces(example)));
  }

  /// The text without indentation, line breaks and what only a nested class says.
  private static String squeezed(String text) {
    return text.replace("static class", "class")
        .replaceAll("// (begin|end).*", "")
        .replaceAll("\\s+", "");
  }

  /// In the documentation a class may end before it does here.
  private static String withoutClosingBraces(String example) {
    return example.replaceAll("}*$", "");
  }

  @Test
  void theWorkflowOfTheGuideIsTheFileToCopy() throws IOException {
    assertThat(Files.readString(GUIDE))
        .contains(
            "```yaml\n"
                + Files.readString(ROOT.resolve("docs/guide/ci/freehold-checks.yml"))
                + "```");
  }
}
