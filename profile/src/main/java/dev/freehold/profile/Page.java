package dev.freehold.profile;

import dev.freehold.lab.report.PageTemplate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The page of a report: bytes in use over time, the flame graphs, sites, leaks, temporary blocks
/// and violations. One file that loads nothing.
final class Page {
  private static final List<String> PARTS = List.of("profile.css", "usage.js", "profile.js");

  private Page() {}

  static void write(Report report, SampleType type, OutputStream out) throws IOException {
    Map<SampleType, String> flames = new EnumMap<>(SampleType.class);
    for (SampleType each : SampleType.values()) {
      flames.put(each, FlameGraphs.html(report, each));
    }
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    JsonReport.writePage(report, type, flames, json);
    Map<String, String> parts = new HashMap<>();
    for (String part : PARTS) {
      parts.put(part, resource(part));
    }
    // Only strings hold a '<', and there the escape means the same: no name can end the element.
    String data = json.toString(StandardCharsets.UTF_8).replace("<", "\\u003c");
    String page = PageTemplate.fill(resource("profile.html"), parts, data);
    out.write(page.getBytes(StandardCharsets.UTF_8));
  }

  static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the part '%s' of the page is missing".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the part '%s' of the page is unreadable".formatted(name), e);
    }
  }
}
