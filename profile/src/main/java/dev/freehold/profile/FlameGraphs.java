package dev.freehold.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import one.convert.Arguments;
import one.convert.CallStack;
import one.convert.FlameGraph;

/// Flame graphs, drawn by async-profiler's converter: each a page of its own, which the report
/// shows in a frame. The report's own colours and units are added to it.
///
/// Over a base the width is what is now, and the colour is the growth: red for more, blue for less,
/// yellow for what was not there before. What is no longer there has no width.
final class FlameGraphs {
  /// What could end the script that holds the names. No name that a compiler makes has it.
  private static final Pattern HOSTILE = Pattern.compile("[/!\\p{Cntrl}]");

  private FlameGraphs() {}

  /// A page, or empty text where there is nothing to draw.
  static String html(Report report, SampleType type) {
    Map<Stack, Long> now = values(report, type, Report.Change::now);
    if (now.isEmpty()) {
      return "";
    }
    Arguments arguments = new Arguments();
    arguments.title = type.label();
    FlameGraph graph = graph(now, arguments);
    if (report.base() != null) {
      graph.diff(graph(values(report, type, Report.Change::before), arguments));
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      graph.dump(page);
    } catch (IOException e) {
      throw new IllegalStateException("text in memory cannot be written", e);
    }
    return page.toString(StandardCharsets.UTF_8)
        .replace("</head>", "<style>\n" + Page.resource("flame.css") + "</style></head>")
        .replace("</body>", "<script>\n" + Page.resource("flame.js") + "</script></body>");
  }

  private static Map<Stack, Long> values(
      Report report, SampleType type, Function<Report.Change<Stack>, Counts> side) {
    Map<Stack, Long> values = new TreeMap<>(Comparator.comparing(Stack::collapsed));
    for (Report.Change<Stack> change : report.stacks(type)) {
      long value = side.apply(change).of(type);
      if (value > 0) {
        values.merge(change.where(), value, Long::sum);
      }
    }
    return values;
  }

  private static FlameGraph graph(Map<Stack, Long> values, Arguments arguments) {
    FlameGraph graph = new FlameGraph(arguments);
    CallStack stack = new CallStack();
    values.forEach((calls, value) -> {
      for (var frame : calls.frames().reversed()) {
        stack.push(
            HOSTILE.matcher(frame.name()).replaceAll("."), one.convert.Frame.TYPE_JIT_COMPILED);
      }
      graph.addSample(stack, value);
      stack.clear();
    });
    return graph;
  }
}
