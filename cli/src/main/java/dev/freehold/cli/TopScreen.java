package dev.freehold.cli;

import dev.freehold.inspect.Explanation;
import dev.freehold.inspect.Kind;
import dev.freehold.inspect.Moment;
import dev.freehold.lab.machine.Amount;
import dev.freehold.os.Cgroup;
import dev.freehold.os.MemoryStalls;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What `freehold top` shows of a moment: a screen for a terminal, a line for a pipe.
///
/// @param pid the process
/// @param name what runs in it
/// @param columns of the terminal
/// @param lines of the terminal
record TopScreen(long pid, String name, int columns, int lines) {
  private static final String SPARKS = "▁▂▃▄▅▆▇█";
  private static final int LABEL = 10;
  private static final int BAR = 20;
  private static final int HEAD = 7; // lines above the parts
  private static final double FULL = 100;

  /// Draws a screen.
  ///
  /// @param moment what there is to see
  /// @param history of resident bytes, the newest last
  /// @return lines without ends, as many as fit
  List<String> draw(Moment moment, List<Long> history) {
    List<String> screen = new ArrayList<>();
    screen.add("process %d  %s".formatted(pid, name));
    screen.add("");
    screen.add(labelled("RSS", Amount.of(moment.rssBytes()) + change(history)));
    screen.add(labelled("", sparkline(history, columns - LABEL)));
    screen.add(labelled("limit", limit(moment.group())));
    screen.add(labelled("stalls", stalls(moment)));
    screen.add(age(moment));
    addParts(screen, moment.explanation());
    return screen.stream().limit(lines).map(this::cut).toList();
  }

  private void addParts(List<String> screen, Explanation explanation) {
    List<ExplainText.Row> rows = new ArrayList<>(ExplainText.rows(explanation));
    if (explanation.unknownBytes() > 0) {
      rows.add(new ExplainText.Row("unknown", explanation.unknownBytes(), ""));
    }
    int room = Math.max(1, lines - HEAD);
    if (rows.size() > room) {
      List<ExplainText.Row> small = rows.subList(room - 1, rows.size());
      long sum = small.stream().mapToLong(ExplainText.Row::bytes).sum();
      String name = small.size() + " others";
      small.clear();
      rows.add(new ExplainText.Row(name, sum, ""));
    }
    int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    for (ExplainText.Row row : rows) {
      double share = (double) row.bytes() / Math.max(1, explanation.rssBytes());
      screen.add(
          String.format(
                  Locale.ROOT,
                  "%-" + width + "s %9s %5.1f %%  %s",
                  row.name(),
                  Amount.of(row.bytes()),
                  FULL * share,
                  "#".repeat((int) Math.round(share * BAR)))
              .stripTrailing());
    }
  }

  /// A line for a pipe.
  ///
  /// @param time of the day
  static String line(String time, Moment moment) {
    Map<Kind, Long> byKind = new EnumMap<>(Kind.class);
    for (Explanation.Share share : moment.explanation().shares()) {
      byKind.merge(share.part().kind(), share.bytes(), Long::sum);
    }
    String parts =
        byKind.entrySet().stream()
            .map(each -> each.getKey().label() + "=" + each.getValue())
            .collect(Collectors.joining(" "));
    return "%s rss=%d %s unknown=%d stalls=%s limit=%s"
        .formatted(
            time,
            moment.rssBytes(),
            parts,
            moment.explanation().unknownBytes(),
            moment.stalls().map(it -> percent(it.somePercent())).orElse("-"),
            moment.group().limitBytes().isPresent()
                ? Long.toString(moment.group().limitBytes().getAsLong())
                : "-");
  }

  /// A row of bars between the least and the most of the latest values.
  static String sparkline(List<Long> values, int width) {
    List<Long> shown = values.subList(Math.max(0, values.size() - width), values.size());
    long least = shown.stream().mapToLong(Long::longValue).min().orElse(0);
    long most = shown.stream().mapToLong(Long::longValue).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (long value : shown) {
      double height = most == least ? 0 : (double) (value - least) / (most - least);
      line.append(SPARKS.charAt((int) Math.round(height * (SPARKS.length() - 1))));
    }
    return line.toString();
  }

  private static String change(List<Long> history) {
    if (history.size() < 2) {
      return "";
    }
    long least = history.stream().mapToLong(Long::longValue).min().orElseThrow();
    long most = history.stream().mapToLong(Long::longValue).max().orElseThrow();
    return "  from %s to %s in %d looks"
        .formatted(Amount.of(least), Amount.of(most), history.size());
  }

  /// Parts that are older than the figure above them say so.
  private static String age(Moment moment) {
    long then = moment.explanation().rssBytes();
    return then == moment.rssBytes() ? "" : "of %s a moment ago:".formatted(Amount.of(then));
  }

  private static String limit(Cgroup group) {
    if (group.version() == 0) {
      return "in no control group";
    }
    String kind = " (cgroup v%d)".formatted(group.version());
    if (group.limitBytes().isEmpty()) {
      return "none" + kind;
    }
    String limit = Amount.of(group.limitBytes().getAsLong());
    return group.usedBytes().isEmpty()
        ? limit + kind
        : limit + ", " + Amount.of(group.usedBytes().getAsLong()) + " used by its group" + kind;
  }

  private static String stalls(Moment moment) {
    return moment
        .stalls()
        .map(TopScreen::stalls)
        .orElse("not reported by this kernel (boot it with psi=1)");
  }

  private static String stalls(MemoryStalls stalls) {
    return "some task waited for memory %s %% of 10 s, all %s %% (%s)"
        .formatted(
            percent(stalls.somePercent()),
            percent(stalls.fullPercent()),
            stalls.ofMachine() ? "machine" : "its group");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", share);
  }

  private static String labelled(String label, String text) {
    return ("%-" + LABEL + "s%s").formatted(label, text).stripTrailing();
  }

  private String cut(String line) {
    return line.length() <= columns ? line : line.substring(0, columns);
  }
}
