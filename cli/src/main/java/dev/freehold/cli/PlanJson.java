package dev.freehold.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.freehold.plan.Buffer;
import dev.freehold.plan.Conflict;
import dev.freehold.plan.Problem;
import dev.freehold.plan.Solution;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Solutions as JSON: the schema `freehold.plan/1`, whose fields keep their names and meanings.
///
/// `capacity` is `null` where there is none; `conflict` is there only where it was proven that
/// there is no plan. `feasible` is whether a plan within the capacity was found: where it is
/// `false`, `status` tells `infeasible` from `undecided`.
final class PlanJson {
  /// The name of the schema.
  static final String SCHEMA = "freehold.plan/1";

  private PlanJson() {}

  static void write(Path file, List<Solution> solutions) throws IOException {
    try (Writer out = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("schema", SCHEMA);
      json.writeArrayFieldStart("results");
      for (Solution solution : solutions) {
        write(json, solution);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, Solution solution) throws IOException {
    Problem problem = solution.problem();
    json.writeStartObject();
    json.writeStringField("problem", problem.name());
    json.writeNumberField("buffers", problem.buffers().size());
    if (problem.capacity() == Problem.UNLIMITED) {
      json.writeNullField("capacity");
    } else {
      json.writeNumberField("capacity", problem.capacity());
    }
    json.writeBooleanField("feasible", solution.fits());
    json.writeStringField("status", solution.status().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("height", solution.height());
    json.writeNumberField("lowerBound", solution.lowerBound());
    json.writeBooleanField("optimal", solution.optimal());
    json.writeNumberField("gap", solution.gap());
    json.writeNumberField("seconds", solution.elapsed().toNanos() / 1e9);
    if (solution.conflict().isPresent()) {
      write(json, solution.conflict().get());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Conflict conflict) throws IOException {
    json.writeObjectFieldStart("conflict");
    json.writeStringField("reason", conflict.reason().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("moment", conflict.moment());
    json.writeNumberField("liveBytes", conflict.liveBytes());
    json.writeArrayFieldStart("buffers");
    for (Buffer buffer : conflict.buffers()) {
      json.writeString(buffer.id());
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
