package dev.freehold.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// A report as JSON: the schema `freehold.profile/1`, whose fields keep their names and meanings.
/// docs/formats/profile.md lists them.
///
/// `base` is there only over a base; then figures are differences, and each row has its figures
/// `before` too.
final class JsonReport {
  /// The name of the schema.
  static final String SCHEMA = "freehold.profile/1";

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  JsonReport(JsonGenerator json) {
    this.json = json;
  }

  static void write(Report report, SampleType type, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      JsonReport made = new JsonReport(json);
      json.writeStartObject();
      made.head(report);
      json.writeArrayFieldStart("rows");
      for (Report.Change<Stack> change : report.stacks(type)) {
        made.row(report, change, change.where());
      }
      json.writeEndArray();
      made.findings(report);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /// The page's data: sites in place of stacks, which its flame graphs hold.
  static void writePage(
      Report report, SampleType type, Map<SampleType, String> flames, OutputStream out)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      JsonReport made = new JsonReport(json);
      json.writeStartObject();
      made.head(report);
      json.writeStringField("type", type.id());
      json.writeArrayFieldStart("sites");
      for (Report.Change<Frame> change : report.sites(type)) {
        json.writeStartObject();
        json.writeStringField("heap", change.heap());
        json.writeStringField("site", change.where().toString());
        made.figures(report, change);
        json.writeEndObject();
      }
      json.writeEndArray();
      made.findings(report);
      json.writeObjectFieldStart("flames");
      for (Map.Entry<SampleType, String> flame : flames.entrySet()) {
        json.writeStringField(flame.getKey().id(), flame.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  private void head(Report report) throws IOException {
    json.writeStringField("schema", SCHEMA);
    span("profile", report.profile());
    if (report.base() != null) {
      span("base", report.base());
    }
    json.writeObjectFieldStart("totals");
    counts(report.totals());
    json.writeEndObject();
  }

  private void span(String name, Profile profile) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeArrayFieldStart("files");
    for (String file : profile.files()) {
      json.writeString(file);
    }
    json.writeEndArray();
    json.writeStringField("start", profile.start().toString());
    json.writeStringField("end", profile.end().toString());
    json.writeNumberField("sampleInterval", profile.sampleInterval());
    json.writeEndObject();
  }

  private void counts(Counts counts) throws IOException {
    for (SampleType type : SampleType.values()) {
      json.writeNumberField(type.id(), counts.of(type));
    }
  }

  private void figures(Report report, Report.Change<?> change) throws IOException {
    counts(change.growth());
    if (report.base() != null) {
      json.writeObjectFieldStart("before");
      counts(change.before());
      json.writeEndObject();
    }
  }

  private void row(Report report, Report.Change<Stack> change, Stack stack) throws IOException {
    json.writeStartObject();
    json.writeStringField("heap", change.heap());
    json.writeStringField("site", stack.site().toString());
    figures(report, change);
    stack("stack", stack);
    json.writeEndObject();
  }

  private void stack(String name, Stack stack) throws IOException {
    json.writeArrayFieldStart(name);
    for (Frame frame : stack.frames()) {
      json.writeString(frame.toString());
    }
    json.writeEndArray();
  }

  private void findings(Report report) throws IOException {
    json.writeArrayFieldStart("temporary");
    for (Temporary each : report.temporary()) {
      json.writeStartObject();
      json.writeStringField("heap", each.heap());
      json.writeStringField("site", each.stack().site().toString());
      json.writeNumberField("blocks", each.blocks());
      json.writeNumberField("bytes", each.bytes());
      json.writeNumberField("meanLifeNanos", each.meanLifeNanos());
      stack("stack", each.stack());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("leaks");
    for (Leak each : report.leaks()) {
      json.writeStartObject();
      json.writeStringField("heap", each.heap());
      json.writeStringField("kind", each.kind());
      json.writeStringField("site", each.site());
      json.writeNumberField("blocks", each.blocks());
      json.writeNumberField("bytes", each.bytes());
      json.writeArrayFieldStart("stack");
      for (String frame : each.stack().lines().toList()) {
        json.writeString(frame);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("violations");
    for (Violation each : report.violations()) {
      json.writeStartObject();
      json.writeStringField("heap", each.heap());
      json.writeStringField("defect", each.defect());
      json.writeStringField("what", each.what());
      json.writeStringField("block", each.block());
      json.writeStringField("taken", each.taken());
      json.writeStringField("freed", each.freed());
      json.writeNumberField("count", each.count());
      stack("used", each.used());
      json.writeEndObject();
    }
    json.writeEndArray();
    usage(report.profile());
  }

  private void usage(Profile profile) throws IOException {
    json.writeArrayFieldStart("usage");
    for (Usage each : profile.usage()) {
      json.writeStartObject();
      json.writeStringField("heap", each.heap());
      json.writeStringField("checks", each.checks());
      json.writeArrayFieldStart("points");
      for (Usage.Point point : each.points()) {
        json.writeStartObject();
        json.writeNumberField("millis", point.millis());
        json.writeNumberField("requestedBytes", point.requested());
        json.writeNumberField("allocatedBytes", point.allocated());
        json.writeNumberField("committedBytes", point.committed());
        json.writeNumberField("limitBytes", point.limit());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
