package dev.freehold;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.track.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events as a reader of a recording finds them.
final class EventsTest {
  @TempDir private Path directory;

  private static Heap open(String name, Checks level, long interval) {
    return Heap.open(config(name, level, interval));
  }

  private static HeapConfig config(String name, Checks level, long interval) {
    return HeapConfig.named(name)
        .withReserve(1 << 28)
        .withChecks(level)
        .withCheckConfig(CheckConfig.DEFAULT.withSampleBytes(interval))
        .withHeldListener(report -> {});
  }

  private interface Program {
    void run() throws Exception;
  }

  /// The events of a program, by name, of one heap.
  private Map<String, List<RecordedEvent>> record(String heap, Program program) throws Exception {
    Path file = directory.resolve("program.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      program.run();
      recording.stop();
      recording.dump(file);
    }
    return read(file, heap);
  }

  private static Map<String, List<RecordedEvent>> read(Path file, String heap) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("freehold."))
        .filter(event -> heap.equals(event.getString("heap")))
        .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
  }

  @Test
  void takenAndFreedSamplesMeet() throws Exception {
    Map<String, List<RecordedEvent>> events =
        record(
            "sampled",
            () -> {
              try (Heap heap = open("sampled", Checks.SAMPLED, 1)) {
                for (int i = 0; i < 20; i++) {
                  heap.allocate(100 + i).close();
                }
                Block held = heap.allocate(7);
                assertThat(held.bytes()).isEqualTo(7);
              }
            });
    List<RecordedEvent> taken = events.getOrDefault("freehold.Allocation", List.of());
    List<RecordedEvent> freed = events.getOrDefault("freehold.Free", List.of());
    assertThat(taken).hasSize(21);
    assertThat(freed).hasSize(20);
    Map<Long, RecordedEvent> bySample = new HashMap<>();
    taken.forEach(event -> bySample.put(event.getLong("sample"), event));
    assertThat(bySample).hasSize(21);
    for (RecordedEvent free : freed) {
      RecordedEvent allocation = requireNonNull(bySample.remove(free.getLong("sample")));
      assertThat(free.getLong("size")).isEqualTo(allocation.getLong("size"));
      assertThat(free.getDouble("weight")).isEqualTo(allocation.getDouble("weight"));
      assertThat(free.getDuration("lifetime")).isPositive();
      assertThat(free.getBoolean("temporary"))
          .isEqualTo(free.getDuration("lifetime").toMillis() < 1);
      assertThat(free.getStackTrace()).isNull();
    }
    RecordedEvent held = bySample.values().iterator().next();
    assertThat(held.getLong("size")).isEqualTo(7);
    assertThat(held.getStackTrace().getFrames())
        .anySatisfy(frame ->
            assertThat(frame.getMethod().getType().getName())
                .isEqualTo(EventsTest.class.getName()));
  }

  @Test
  void theWeightIsHowManyBlocksOneStandsFor() throws Exception {
    Map<String, List<RecordedEvent>> events =
        record(
            "weighed",
            () -> {
              try (Heap heap = open("weighed", Checks.SAMPLED, 50_000)) {
                for (int i = 0; i < 10_000; i++) {
                  heap.allocate(100).close();
                }
              }
            });
    for (RecordedEvent taken : events.getOrDefault("freehold.Allocation", List.of())) {
      assertThat(taken.getDouble("weight")).isGreaterThan(50_000 / 128 - 1);
    }
  }

  @Test
  void heldBlocksAreALeakAtClose() throws Exception {
    Map<String, List<RecordedEvent>> events =
        record(
            "left",
            () -> {
              try (Heap heap = open("left", Checks.FULL, 1)) {
                assertThat(heap.allocate(64).bytes() + heap.allocate(64).bytes()).isEqualTo(128);
              }
            });
    assertThat(events.get("freehold.Leak"))
        .singleElement()
        .satisfies(leak -> {
          assertThat(leak.getString("kind")).isEqualTo("held");
          assertThat(leak.getLong("blocks")).isEqualTo(2);
          assertThat(leak.getLong("bytes")).isEqualTo(128);
          assertThat(leak.getString("site"))
              .contains("EventsTest.lambda$")
              .contains("EventsTest.java:");
          assertThat(leak.getString("stack").lines().findFirst().orElse(""))
              .contains(EventsTest.class.getName());
        });
  }

  private static void drop(Heap heap) {
    assertThat(heap.allocate(64).bytes()).isEqualTo(64);
  }

  @Test
  void lostBlocksAreALeakOnceTheyAreFound() throws Exception {
    Map<String, List<RecordedEvent>> events =
        record(
            "lost",
            () -> {
              try (Heap heap = open("lost", Checks.FULL, 1)) {
                drop(heap);
                for (int i = 0; i < 100 && heap.leakReport().lost().sites().isEmpty(); i++) {
                  System.gc();
                  TimeUnit.MILLISECONDS.sleep(10);
                }
                assertThat(heap.leakReport().lost().sites()).hasSize(1);
              }
            });
    assertThat(events.getOrDefault("freehold.Leak", List.of()))
        .filteredOn(leak -> leak.getString("kind").equals("lost"))
        .singleElement()
        .satisfies(leak -> assertThat(leak.getString("site")).contains("EventsTest.drop("));
  }

  @Test
  void aSiteThatBeginsToGrowIsALeakOnce() throws Exception {
    Map<String, List<RecordedEvent>> events =
        record(
            "growing",
            () -> {
              List<Block> blocks = new ArrayList<>();
              try (Heap heap = open("growing", Checks.SAMPLED, 1)) {
                for (int i = 0; i < 2 * Tally.WINDOW; i++) {
                  blocks.add(heap.allocate(100));
                  heap.endEpoch();
                }
                blocks.forEach(Block::close);
              }
            });
    assertThat(events.get("freehold.Leak"))
        .singleElement()
        .satisfies(leak -> {
          assertThat(leak.getString("kind")).isEqualTo("growing");
          assertThat(leak.getLong("blocks")).isEqualTo(Tally.WINDOW);
          assertThat(leak.getLong("bytes")).isEqualTo(100 * Tally.WINDOW);
        });
  }

  @Test
  void aBrokenRuleIsAViolation() throws Exception {
    Map<String, List<RecordedEvent>> events =
        record(
            "the shop's",
            () -> {
              try (Heap heap = open("the shop's", Checks.FULL, 1)) {
                Block block = heap.allocate(64);
                block.close();
                assertThatThrownBy(block::close).isInstanceOf(MisuseException.class);
              }
            });
    assertThat(events.get("freehold.Violation"))
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.getString("defect")).isEqualTo("double-free");
          assertThat(violation.getString("what")).isEqualTo("block closed twice");
          assertThat(violation.getString("block")).contains("64 bytes");
          assertThat(violation.getString("taken")).contains(EventsTest.class.getName());
          assertThat(violation.getString("freed")).contains(EventsTest.class.getName());
          assertThat(violation.getStackTrace()).isNotNull();
        });
  }

  private static RecordedEvent usage(Heap heap) throws InterruptedException {
    List<RecordedEvent> told = new ArrayList<>();
    CountDownLatch arrived = new CountDownLatch(1);
    try (RecordingStream stream = new RecordingStream()) {
      stream.enable("freehold.MemoryUsage").with("period", "20 ms");
      stream.setReuse(false);
      stream.onEvent(
          "freehold.MemoryUsage",
          event -> {
            if (event.getString("heap").equals(heap.name())) {
              told.add(event);
              arrived.countDown();
            }
          });
      stream.startAsync();
      arrived.await();
      stream.stop();
      return told.getFirst();
    }
  }

  @Test
  void openHeapsTellOfThemselves() throws InterruptedException {
    try (Heap heap = Heap.open(config("told", Checks.SAMPLED, 1 << 20).withLimit(1 << 24));
        Block block = heap.allocate(5_000)) {
      RecordedEvent usage = usage(heap);
      assertThat(usage.getString("checks")).isEqualTo("sampled");
      assertThat(usage.getLong("blocks")).isEqualTo(1);
      assertThat(usage.getLong("requestedBytes")).isGreaterThanOrEqualTo(block.bytes());
      assertThat(usage.getLong("allocatedBytes"))
          .isGreaterThanOrEqualTo(usage.getLong("requestedBytes"));
      assertThat(usage.getLong("committedBytes"))
          .isGreaterThanOrEqualTo(usage.getLong("allocatedBytes"));
      assertThat(usage.getLong("limitBytes")).isEqualTo(1 << 24);
      assertThat(usage.getLong("sampleInterval")).isEqualTo(1 << 20);
    }
  }

  @Test
  void noLimitIsZero() throws InterruptedException {
    try (Heap heap = open("unlimited", Checks.SAMPLED, 1 << 20)) {
      assertThat(usage(heap).getLong("limitBytes")).isZero();
    }
  }
}
