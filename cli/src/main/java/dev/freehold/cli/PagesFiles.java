package dev.freehold.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.freehold.lab.pages.CellResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Results of `freehold pages` as files, whose fields keep their names and meanings.
///
/// `frames` is the window in requests for the policies of variable space (ws, vmin, pff), whose
/// resident pages are counted in the CSV alone.
final class PagesFiles {
  /// The name of the JSON schema.
  static final String SCHEMA = "freehold.pages/1";

  private static final String HEADER = "trace,policy,frames,requests,misses,miss_ratio,mean_pages";

  private PagesFiles() {}

  static void json(Path file, List<CellResult> results) throws IOException {
    try (Writer out = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("schema", SCHEMA);
      json.writeArrayFieldStart("results");
      for (CellResult result : results) {
        json.writeStartObject();
        json.writeStringField("trace", result.trace());
        json.writeStringField("policy", result.cell().policy().policy());
        json.writeNumberField("frames", result.cell().size());
        json.writeNumberField("requests", result.requests());
        json.writeNumberField("misses", result.misses());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  static void csv(Path file, List<CellResult> results) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (CellResult result : results) {
      lines.add(
          String.join(
              ",",
              CsvReport.field(result.trace()),
              result.cell().policy().policy(),
              String.valueOf(result.cell().size()),
              String.valueOf(result.requests()),
              String.valueOf(result.misses()),
              CsvReport.field(result.ratio()),
              CsvReport.field(result.meanPages())));
    }
    Files.writeString(file, String.join("\r\n", lines) + "\r\n");
  }
}
