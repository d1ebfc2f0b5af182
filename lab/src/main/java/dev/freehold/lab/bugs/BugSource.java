package dev.freehold.lab.bugs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/// The part of a source file that belongs to a bug: from its mark to the next.
///
/// @param file the name of the file
/// @param firstLine its number, from 1, which is that of the mark
/// @param lines the text
public record BugSource(String file, int firstLine, List<String> lines) {
  private static final String MARK = "  @Planted(";

  /// Keeps its own copy of the list.
  public BugSource {
    lines = List.copyOf(lines);
  }

  /// Reads the part of the file that a method is in, which lies beside the class.
  static BugSource of(Method method) {
    String file = method.getDeclaringClass().getSimpleName() + ".java";
    List<String> all = read(method.getDeclaringClass(), file);
    int at = indexOf(all, "  static void " + method.getName() + "(", 0);
    int first = at;
    while (!all.get(first).startsWith(MARK)) {
      first--;
    }
    return new BugSource(file, first + 1, all.subList(first, indexOf(all, MARK, at)));
  }

  private static List<String> read(Class<?> type, String file) {
    try (InputStream in = type.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            file + " is not beside its class: build lab with its resources");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int indexOf(List<String> all, String start, int from) {
    return IntStream.range(from, all.size())
        .filter(i -> all.get(i).startsWith(start))
        .findFirst()
        .orElse(all.size() - 1);
  }

  /// The number of a marked line.
  ///
  /// @param mark for example `taken`
  /// @return from 1, or 0 where no line has it
  public int marked(String mark) {
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).endsWith("// " + mark))
        .map(i -> firstLine + i)
        .findFirst()
        .orElse(0);
  }

  /// The program, with the numbers of its lines, and what it calls.
  ///
  /// @return lines, without the twin
  public List<String> program() {
    StringBuilder text = new StringBuilder();
    boolean isTwin = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      isTwin |= line.startsWith("  static void ") && line.contains("Fixed(");
      boolean isBlank = line.isBlank();
      if (!isTwin && !isBlank && !line.equals("}")) {
        text.append("%4d %s%n".formatted(firstLine + i, line));
      }
      isTwin &= !line.equals("  }");
    }
    return text.toString().lines().toList();
  }
}
