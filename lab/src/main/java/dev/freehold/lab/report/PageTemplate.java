package dev.freehold.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page that is made one file that loads nothing.
///
/// ```text
/// template      <!-- page NAME F.. -->                   becomes  head.html, with that name and styles
///               <link rel="stylesheet" href="F">       becomes  <style> contents of F </style>
///               <script src="F"></script>              becomes  <script> contents of F </script>
///               <script type="application/json" ...>   is filled with the data
/// ```
public final class PageTemplate {
  private static final Pattern PART =
      Pattern.compile(
          "<link rel=\"stylesheet\" href=\"(?<style>[^\"]+)\">"
              + "|<script src=\"(?<script>[^\"]+)\"></script>"
              + "|(?<data><script type=\"application/json\" id=\"data\">)</script>");

  private static final Pattern HEAD =
      Pattern.compile("<!-- page (?<name>\\w+)(?<styles>( [\\w.]+)*) -->\n");

  private PageTemplate() {}

  /// Fills a template.
  ///
  /// @param template a file beside this class
  /// @param json the data, in which nothing ends a script element
  static String fill(String template, String json) {
    return fill(resource(template), Map.of(), json);
  }

  /// Fills a template of another module.
  ///
  /// @param template its text
  /// @param parts the texts of its parts that are not beside this class, by name
  /// @param json the data, in which nothing ends a script element
  /// @return the page
  public static String fill(String template, Map<String, String> parts, String json) {
    Matcher part = PART.matcher(withHead(template));
    StringBuilder page = new StringBuilder();
    while (part.find()) {
      part.appendReplacement(page, "");
      if (part.group("style") != null) {
        page.append("<style>\n").append(text(part.group("style"), parts)).append("</style>");
      } else if (part.group("script") != null) {
        page.append("<script>\n").append(text(part.group("script"), parts)).append("</script>");
      } else {
        page.append(part.group("data")).append(json).append("</script>");
      }
    }
    return part.appendTail(page).toString();
  }

  private static String withHead(String template) {
    Matcher head = HEAD.matcher(template);
    if (!head.lookingAt()) {
      throw new IllegalArgumentException("the page has no name: it begins with <!-- page NAME -->");
    }
    StringBuilder styles = new StringBuilder();
    for (String style : head.group("styles").split(" ", -1)) {
      if (!style.isEmpty()) {
        styles.append("<link rel=\"stylesheet\" href=\"%s\">\n".formatted(style));
      }
    }
    return resource("head.html").replace("NAME", head.group("name")).replace("STYLES", styles)
        + template.substring(head.end());
  }

  private static String text(String name, Map<String, String> parts) {
    String given = parts.get(name);
    return given == null ? resource(name) : given;
  }

  private static String resource(String name) {
    try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the part '%s' of the page is missing".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the part '%s' of the page is unreadable".formatted(name), e);
    }
  }
}
