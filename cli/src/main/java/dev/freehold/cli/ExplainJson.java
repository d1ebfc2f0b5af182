package dev.freehold.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.freehold.inspect.Explanation;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/// An explanation as JSON: the schema `freehold.explain/1`, whose fields keep their names and
/// meanings.
final class ExplainJson {
  /// The name of the schema.
  static final String SCHEMA = "freehold.explain/1";

  private ExplainJson() {}

  static void write(Path file, Explanation explanation) throws IOException {
    try (Writer out = Files.newBufferedWriter(file);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("schema", SCHEMA);
      json.writeNumberField("pid", explanation.pid());
      json.writeNumberField("rssBytes", explanation.rssBytes());
      json.writeArrayFieldStart("parts");
      for (Explanation.Share share : explanation.shares()) {
        json.writeStartObject();
        json.writeStringField("name", share.part().name());
        json.writeNumberField("bytes", share.bytes());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("unknownBytes", explanation.unknownBytes());
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
