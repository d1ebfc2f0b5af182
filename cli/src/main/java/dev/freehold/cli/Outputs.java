package dev.freehold.cli;

import dev.freehold.lab.replay.ReplayResult;
import dev.freehold.lab.report.HtmlReport;
import dev.freehold.lab.report.TraceReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files that a replay was asked to write, opened before its work and written after it.
final class Outputs implements AutoCloseable {
  private final List<OutputFile> opened = new ArrayList<>();
  private @Nullable OutputFile json;
  private @Nullable OutputFile csv;
  private @Nullable OutputFile html;

  private Outputs() {}

  static Outputs open(@Nullable Path json, @Nullable Path csv, @Nullable Path html) {
    Outputs outputs = new Outputs();
    try {
      outputs.json = outputs.open(json);
      outputs.csv = outputs.open(csv);
      outputs.html = outputs.open(html);
      return outputs;
    } catch (WrongUse e) {
      outputs.close();
      throw e;
    }
  }

  private @Nullable OutputFile open(@Nullable Path path) {
    if (path == null) {
      return null;
    }
    OutputFile file = OutputFile.open(path);
    if (opened.stream().anyMatch(other -> other.target().equals(file.target()))) {
      throw new WrongUse("'%s' is to be written twice; name a file for each".formatted(path));
    }
    opened.add(file);
    return file;
  }

  /// Whether timelines are wanted, which cost a replay more each.
  boolean pictures() {
    return html != null;
  }

  void write(List<ReplayResult> results, List<TraceReport> reports) {
    if (json != null) {
      json.write(file -> JsonReport.write(file, results));
    }
    if (csv != null) {
      csv.write(file -> CsvReport.write(file, results));
    }
    if (html != null) {
      html.write(file -> HtmlReport.write(file, reports));
    }
  }

  @Override
  public void close() {
    opened.forEach(OutputFile::close);
  }
}
