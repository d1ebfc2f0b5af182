package dev.freehold.testkit;

import dev.freehold.track.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a test has left behind, and how the report says it.
///
/// @param test what messages call the test
/// @param blocks what it took and nobody freed
/// @param heaps what it opened and nobody closed
record LeftBehind(String test, List<LeftBlock> blocks, List<LeftHeap> heaps) {
  static final LeftBehind NOTHING = new LeftBehind("", List.of(), List.of());

  private static final int MOST_LINES = 10;

  /// A block.
  ///
  /// @param heap the name of its heap
  /// @param bytes what was asked for
  /// @param taken where, or `null` where the level of the heap does not record that
  /// @param thread whether the thread that took it is known to be of the test
  record LeftBlock(String heap, long bytes, @Nullable Site taken, OfThread thread) {
    /// Blocks of one line of the report are alike in this.
    private String kind() {
      return taken == null ? text() : heap + " " + taken.place() + " " + thread;
    }

    private String text() {
      return taken == null
          ? "of %d bytes, of heap '%s'".formatted(bytes, heap)
          : "of heap '%s', taken %s%s".formatted(heap, taken, thread.note);
    }
  }

  /// Whose thread took a block.
  enum OfThread {
    /// One that the test runs on, or that it created.
    KNOWN(""),
    /// Any other one.
    PRESUMED(", outside of what this test runs and creates; put down to it as the last that began");

    private final String note;

    OfThread(String note) {
      this.note = note;
    }
  }

  /// A heap.
  ///
  /// @param name what messages call it
  /// @param opened where
  record LeftHeap(String name, Site opened) {}

  private record Line(long blocks, long bytes, String text) {
    Line plus(Line other) {
      return new Line(blocks + other.blocks, bytes + other.bytes, text);
    }

    @Override
    public String toString() {
      return "%s, %d bytes, %s".formatted(counted(blocks, "block"), bytes, text);
    }
  }

  boolean isNothing() {
    return blocks.isEmpty() && heaps.isEmpty();
  }

  /// The failure of the test. Its stack is that of the taking where most bytes are from.
  AssertionError error() {
    AssertionError error = new AssertionError(message());
    Site place = mostOf();
    if (place != null) {
      error.setStackTrace(place.frames().toArray(StackTraceElement[]::new));
    }
    return error;
  }

  private @Nullable Site mostOf() {
    return blocks.stream()
        .filter(block -> block.taken() != null)
        .max(Comparator.comparingLong(LeftBlock::bytes))
        .map(LeftBlock::taken)
        .orElse(heaps.isEmpty() ? null : heaps.getFirst().opened());
  }

  String message() {
    List<String> text = new ArrayList<>();
    text.add("Freehold: %s left behind by a test".formatted(headline()));
    text.add(line("test", test));
    List<Line> lines = lines();
    lines.stream().limit(MOST_LINES).forEach(each -> text.add(line("left", each.toString())));
    if (lines.size() > MOST_LINES) {
      text.add(line("", "and from %d more places".formatted(lines.size() - MOST_LINES)));
    }
    heaps.forEach(heap ->
        text.add(line("open", "heap '%s', opened %s".formatted(heap.name(), heap.opened()))));
    text.add(
        line(
            "rule",
            "what a test takes is freed, and what it opens is closed, before it is over ->"
                + " docs/guide/testing.md#leaks"));
    text.add(line("next", next()));
    return String.join("\n", text);
  }

  private String headline() {
    long bytes = blocks.stream().mapToLong(LeftBlock::bytes).sum();
    String held = "%s, %d bytes".formatted(counted(blocks.size(), "block"), bytes);
    String open = counted(heaps.size(), "open heap");
    return blocks.isEmpty() ? open : heaps.isEmpty() ? held : held + ", and " + open;
  }

  private List<Line> lines() {
    Map<String, Line> byKind = new LinkedHashMap<>();
    for (LeftBlock block : blocks) {
      byKind.merge(block.kind(), new Line(1, block.bytes(), block.text()), Line::plus);
    }
    return byKind.values().stream()
        .sorted(Comparator.comparingLong(Line::bytes).reversed().thenComparing(Line::text))
        .toList();
  }

  private String next() {
    return blocks.stream().anyMatch(block -> block.taken() == null)
        ? "close them in try-with-resources; to see where they were taken, add @Checked(Checks.FULL)"
            + " where their heap is opened in the test, else run with -Dfreehold.checks=full"
        : "close them in try-with-resources, or in @AfterEach";
  }

  private static String counted(long number, String of) {
    return number + " " + of + (number == 1 ? "" : "s");
  }

  private static String line(String name, String value) {
    return "  " + name + " ".repeat(8 - name.length()) + value;
  }
}
