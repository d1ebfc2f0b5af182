package dev.freehold.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A replay's results, read back strictly.
///
/// @param schema the name of the schema
/// @param results the fields of each, in the order of the file; empty where `null`
record Json(String schema, List<Map<String, String>> results) {
  static Json read(Path file) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      expect(json, JsonToken.START_OBJECT);
      expect(json, JsonToken.FIELD_NAME);
      expect(json, JsonToken.VALUE_STRING);
      String schema = json.getText();
      expect(json, JsonToken.FIELD_NAME);
      expect(json, JsonToken.START_ARRAY);
      List<Map<String, String>> results = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        Map<String, String> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          fields.put(name, json.getText());
        }
        results.add(fields);
      }
      expect(json, JsonToken.END_OBJECT);
      return new Json(schema, results);
    }
  }

  /// The result of an allocator.
  Map<String, String> of(String allocator) {
    return results.stream()
        .filter(each -> allocator.equals(each.get("allocator")))
        .findFirst()
        .orElseThrow();
  }

  private static void expect(JsonParser json, JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw new IOException("expected %s, found %s".formatted(token, json.currentToken()));
    }
  }
}
