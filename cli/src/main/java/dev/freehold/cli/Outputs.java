package dev.freehold.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files that a command was asked to write, opened before its work and written after it.
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

  /// Writes those of the files that were asked for.
  void write(OutputFile.Writer toJson, OutputFile.Writer toCsv, OutputFile.Writer toHtml) {
    if (json != null) {
      json.write(toJson);
    }
    if (csv != null) {
      csv.write(toCsv);
    }
    if (html != null) {
      html.write(toHtml);
    }
  }

  @Override
  public void close() {
    opened.forEach(OutputFile::close);
  }
}
