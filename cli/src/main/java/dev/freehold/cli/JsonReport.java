package dev.freehold.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.freehold.lab.replay.ReplayResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Results as JSON: the schema `freehold.replay/1`, whose fields keep their names and meanings.
///
/// A figure that the allocator does not keep (a peer's) or that was not taken is `null`; `failure`
/// is there only where a row failed.
final class JsonReport {
  /// The name of the schema.
  static final String SCHEMA = "freehold.replay/1";

  private JsonReport() {}

  static void write(Path file, List<ReplayResult> results) throws IOException {
    try (Writer out = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("schema", SCHEMA);
      json.writeArrayFieldStart("results");
      for (ReplayResult result : results) {
        write(json, result);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, ReplayResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("trace", result.trace());
    json.writeStringField("allocator", result.allocator());
    json.writeNumberField("operations", result.operations());
    json.writeNumberField("allocations", result.allocations());
    json.writeNumberField("frees", result.frees());
    json.writeNumberField("failed", result.failed());
    json.writeBooleanField("verified", result.verified());
    bytes(json, "peakRequestedBytes", result.peakRequestedBytes());
    bytes(json, "peakAllocatedBytes", result.peakAllocatedBytes());
    bytes(json, "peakCommittedBytes", result.peakCommittedBytes());
    number(json, "utilisation", result.utilisation());
    number(json, "internalFragmentation", result.internalFragmentation());
    number(json, "externalFragmentation", result.externalFragmentation());
    number(json, "worstInternalFragmentation", result.worstInternalFragmentation());
    number(json, "worstExternalFragmentation", result.worstExternalFragmentation());
    number(json, "nanosPerOperation", result.nanosPerOperation());
    number(json, "nanosSpread", result.nanosSpread());
    if (result.failure() != null) {
      json.writeStringField("failure", result.failure());
    }
    json.writeEndObject();
  }

  private static void bytes(JsonGenerator json, String name, long bytes) throws IOException {
    if (bytes < 0) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, bytes);
    }
  }

  private static void number(JsonGenerator json, String name, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }
}
