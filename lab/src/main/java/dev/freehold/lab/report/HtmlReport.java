package dev.freehold.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The page that shows a replay: one file that loads nothing.
///
/// ```text
/// report.html   <link rel="stylesheet" href="F">       becomes  <style> contents of F </style>
///               <script src="F"></script>              becomes  <script> contents of F </script>
///               <script type="application/json" ...>   is filled with the reports
/// ```
public final class HtmlReport {
  private static final String TEMPLATE = "report.html";
  private static final Pattern PART =
      Pattern.compile(
          "<link rel=\"stylesheet\" href=\"(?<style>[^\"]+)\">"
              + "|<script src=\"(?<script>[^\"]+)\"></script>"
              + "|(?<data><script type=\"application/json\" id=\"data\">)</script>");

  private HtmlReport() {}

  /// Writes the page, once it is complete in memory.
  ///
  /// @param file where to
  /// @param reports the traces, in the order of the page
  /// @throws IOException if the file cannot be written
  public static void write(Path file, List<TraceReport> reports) throws IOException {
    Files.writeString(file, page(reports));
  }

  static String page(List<TraceReport> reports) {
    Matcher part = PART.matcher(resource(TEMPLATE));
    StringBuilder page = new StringBuilder();
    while (part.find()) {
      part.appendReplacement(page, "");
      if (part.group("style") != null) {
        page.append("<style>\n").append(resource(part.group("style"))).append("</style>");
      } else if (part.group("script") != null) {
        page.append("<script>\n").append(resource(part.group("script"))).append("</script>");
      } else {
        page.append(part.group("data")).append(ReportJson.of(reports)).append("</script>");
      }
    }
    return part.appendTail(page).toString();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the part '%s' of the page is missing".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the part '%s' of the page is unreadable".formatted(name), e);
    }
  }
}
