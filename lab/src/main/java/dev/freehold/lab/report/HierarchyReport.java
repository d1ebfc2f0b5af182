package dev.freehold.lab.report;

import dev.freehold.lab.hierarchy.Hierarchy;
import dev.freehold.lab.hierarchy.TextbookLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A measured memory hierarchy as JSON and as a page that loads nothing.
public final class HierarchyReport {
  /// The name of the schema, whose fields keep their names and meanings.
  public static final String SCHEMA = "freehold.hierarchy/1";

  private static final String TEMPLATE = "hierarchy.html";

  private HierarchyReport() {}

  /// The whole document.
  ///
  /// @param schema names the format and its version
  /// @param hierarchy as measured; a figure that is not known is `null`
  /// @param textbook what textbooks say of each level
  record Document(String schema, Hierarchy hierarchy, List<Row> textbook) {}

  /// A row of the textbook's table.
  ///
  /// @param level its name
  /// @param size typical
  /// @param access time, typical
  /// @param managedBy who decides what it holds
  record Row(String level, String size, String access, String managedBy) {}

  /// Writes JSON.
  ///
  /// @param file where to
  /// @param hierarchy what
  /// @throws IOException if the file cannot be written
  public static void writeJson(Path file, Hierarchy hierarchy) throws IOException {
    Files.writeString(file, ReportJson.document(document(hierarchy)));
  }

  /// Writes the page.
  ///
  /// @param file where to
  /// @param hierarchy what
  /// @throws IOException if the file cannot be written
  public static void writeHtml(Path file, Hierarchy hierarchy) throws IOException {
    Files.writeString(file, page(hierarchy));
  }

  static String page(Hierarchy hierarchy) {
    return PageTemplate.fill(TEMPLATE, ReportJson.element(document(hierarchy)));
  }

  private static Document document(Hierarchy hierarchy) {
    return new Document(
        SCHEMA,
        hierarchy,
        Arrays.stream(TextbookLevel.values())
            .map(level -> new Row(level.label(), level.size(), level.access(), level.managedBy()))
            .toList());
  }
}
