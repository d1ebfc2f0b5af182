package dev.freehold.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.freehold.plan.Buffer;
import dev.freehold.plan.Problem;
import dev.freehold.plan.Solution;
import dev.freehold.plan.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The page that draws plans: time to the right, offsets upward, a rectangle for each buffer. One
/// file that loads nothing.
///
/// Of a plan with more than 20,000 buffers the page draws those with the largest area, and says so.
final class PlanPage {
  private static final int MOST_DRAWN = 20_000;
  private static final String DATA = "/*data*/[]";

  private PlanPage() {}

  static void write(Path file, List<Solution> solutions) throws IOException {
    Files.writeString(file, template().replace(DATA, json(solutions)));
  }

  private static String template() throws IOException {
    try (InputStream in = PlanPage.class.getResourceAsStream("plan.html")) {
      if (in == null) {
        throw new IllegalStateException("the template 'plan.html' of the page is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String json(List<Solution> solutions) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartArray();
      for (Solution solution : solutions) {
        write(json, solution);
      }
      json.writeEndArray();
    }
    // An id may hold what ends a script.
    return text.toString().replace("<", "\\u003c");
  }

  private static void write(JsonGenerator json, Solution solution) throws IOException {
    Problem problem = solution.problem();
    List<Buffer> buffers = problem.buffers();
    json.writeStartObject();
    json.writeStringField("name", problem.name());
    json.writeStringField("summary", solution.summary());
    json.writeNumberField("buffers", buffers.size());
    json.writeNumberField(
        "capacity", problem.capacity() == Problem.UNLIMITED ? 0 : problem.capacity());
    json.writeNumberField("height", solution.height());
    json.writeNumberField("lowerBound", solution.lowerBound());
    json.writeArrayFieldStart("drawn");
    IntStream.range(0, buffers.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer b) -> -area(buffers.get(b))))
        .limit(MOST_DRAWN)
        .forEach(b -> write(json, buffers.get(b), solution.offset(b)));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static double area(Buffer buffer) {
    return (double) buffer.size() * (buffer.upper() - buffer.lower());
  }

  /// One rectangle for each span in which the buffer is live: id, lower, upper, offset, size.
  private static void write(JsonGenerator json, Buffer buffer, long offset) {
    try {
      for (Span span : buffer.live()) {
        json.writeStartArray();
        json.writeString(buffer.id());
        json.writeNumber(span.lower());
        json.writeNumber(span.upper());
        json.writeNumber(offset);
        json.writeNumber(buffer.size());
        json.writeEndArray();
      }
    } catch (IOException e) {
      throw new IllegalStateException("text in memory cannot be written", e);
    }
  }
}
