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

/// Flame graphs, drawn by async-profiler's converter: each a page of its own, which the report shows
/// in a frame.
///
/// Over a base the width is what is now, and the colour is the growth: red for more, blue for less,
/// yellow for what was not there before. What is no longer there has no width.
final class FlameGraphs {
  private static final String END = "</body>";

  /// What could end the script that holds the names. No name that a compiler makes has it.
  private static final Pattern HOSTILE = Pattern.compile("[/!\\p{Cntrl}]");

  /// Lets the page around it set the colours, and says what is counted; the template's own texts
  /// speak of samples and of frame types that are not told apart here.
  private static final String ADAPTED =
      """
      <style>
      body { padding-left: 0; padding-right: 0; overflow: hidden; }
      :root { --bg: #fbfaf7; --fg: #646b74; }
      :root.dark { --bg: #12151a; --fg: #9aa2ad; }
      h1, #info, #darkmode { display: none; }
      header { margin: 0 0 6px 0; }
      canvas { clear: both; display: block; }
      p { position: absolute; }
      </style>
      <script>
      samples = count => parent.flameText ? parent.flameText(count) : count;
      recolor = dark => {
        document.documentElement.classList.toggle('dark', dark);
        render(root);
      };
      </script>
      </body>""";

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
    return page.toString(StandardCharsets.UTF_8).replace(END, ADAPTED);
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
    values.forEach(
        (calls, value) -> {
          for (Frame frame : calls.frames().reversed()) {
            stack.push(HOSTILE.matcher(frame.name()).replaceAll("."), kind(frame));
          }
          graph.addSample(stack, value);
          stack.clear();
        });
    return graph;
  }

  /// Only the colours differ.
  private static byte kind(Frame frame) {
    if (frame.isRemark()) {
      return one.convert.Frame.TYPE_NATIVE;
    }
    return frame.isJdk() ? one.convert.Frame.TYPE_CPP : one.convert.Frame.TYPE_JIT_COMPILED;
  }
}
