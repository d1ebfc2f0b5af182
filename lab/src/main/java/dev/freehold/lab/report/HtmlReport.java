package dev.freehold.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The pages that show results, each one file that loads nothing.
public final class HtmlReport {
  private HtmlReport() {}

  /// Writes the page of a replay, once it is complete in memory.
  ///
  /// @param file where to
  /// @param reports the traces, in the order of the page
  /// @throws IOException if the file cannot be written
  public static void write(Path file, List<TraceReport> reports) throws IOException {
    Files.writeString(file, page(reports));
  }

  /// Writes the page of replacement policies, once it is complete in memory.
  ///
  /// @param file where to
  /// @param reports the traces, in the order of the page
  /// @throws IOException if the file cannot be written
  public static void writePages(Path file, List<PagesReport> reports) throws IOException {
    Files.writeString(file, policiesPage(reports));
  }

  static String page(List<TraceReport> reports) {
    return PageTemplate.fill("report.html", ReportJson.of(reports));
  }

  static String policiesPage(List<PagesReport> reports) {
    return PageTemplate.fill("pages.html", ReportJson.ofPages(reports));
  }
}
