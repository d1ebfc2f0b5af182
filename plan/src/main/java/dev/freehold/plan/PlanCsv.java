package dev.freehold.plan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Problems and plans as comma-separated text, with the columns of MiniMalloc.
///
/// ```text
/// id,lower,upper,size,alignment,gaps,fixed           a problem: the last three may be left out
/// b1,0,9,4,1,3-5 6-7,
/// b2,3,9,4,4,,0
///
/// id,lower,upper,size,offset                         a plan: the problem's columns and the offset
/// ```
///
/// The header names the columns, in any order. `upper` is exclusive, a gap is `lower-upper`, gaps
/// are apart by a space, an empty alignment is 1, an empty `fixed` is any offset. A column `offset`
/// is read over, so a plan can be planned again.
public final class PlanCsv {
  private static final List<String> REQUIRED = List.of("id", "lower", "upper", "size");
  private static final List<String> KNOWN =
      List.of("id", "lower", "upper", "size", "alignment", "gaps", "fixed", "offset");
  private static final Pattern CAPACITY = Pattern.compile(".*\\.(\\d{1,18})\\.csv");
  private static final Pattern GAP = Pattern.compile("(-?\\d{1,18})-(-?\\d{1,18})");

  private PlanCsv() {}

  /// Reads a problem.
  ///
  /// @param file whose name may say the capacity, as in `A.1048576.csv`
  /// @return a problem named as the file, of that capacity or [Problem#UNLIMITED]
  /// @throws PlanFormatException at the first line that is wrong
  /// @throws IOException if the file cannot be read
  public static Problem read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    Matcher matcher = CAPACITY.matcher(name);
    long capacity = matcher.matches() ? Long.parseLong(matcher.group(1)) : Problem.UNLIMITED;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      return read(
          name.endsWith(".csv") ? name.substring(0, name.length() - 4) : name,
          file.toString(),
          capacity,
          reader);
    } catch (java.nio.charset.MalformedInputException e) {
      throw new PlanFormatException(
          file.toString(), 1, "the file is not text in UTF-8; write it as comma-separated text");
    }
  }

  /// Reads a problem from text.
  ///
  /// @param name of the problem
  /// @param source what to call the text in messages
  /// @param capacity of the problem
  /// @param reader the text
  /// @return a problem
  /// @throws PlanFormatException at the first line that is wrong
  /// @throws IOException if the text cannot be read
  public static Problem read(String name, String source, long capacity, BufferedReader reader)
      throws IOException {
    String header = reader.readLine();
    if (header == null) {
      throw new PlanFormatException(
          source, 1, "the file is empty; begin with the line id,lower,upper,size");
    }
    Map<String, Integer> columns = columns(source, header);
    List<Buffer> buffers = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    long extent = 0;
    int number = 1;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      Buffer buffer = new Row(source, number, columns, line).buffer();
      if (!ids.add(buffer.id())) {
        throw new PlanFormatException(
            source,
            number,
            "the id %s is used twice; give each buffer its own".formatted(buffer.id()));
      }
      extent = Problem.reach(extent, buffer);
      if (extent < 0) {
        throw new PlanFormatException(
            source, number, "the sizes add up to 2^60 or more; use a larger unit than bytes");
      }
      buffers.add(buffer);
    }
    return new Problem(name, buffers, capacity);
  }

  private static Map<String, Integer> columns(String source, String header) {
    Map<String, Integer> columns = new HashMap<>();
    String[] names = header.split(",", -1);
    for (int i = 0; i < names.length; i++) {
      String name = names[i].strip().toLowerCase(Locale.ROOT);
      if (!KNOWN.contains(name) || columns.put(name, i) != null) {
        throw new PlanFormatException(
            source,
            1,
            "the column '%s' is unknown or twice there; the first line names columns out of %s"
                .formatted(names[i].strip(), String.join(",", KNOWN)));
      }
    }
    if (!columns.keySet().containsAll(REQUIRED)) {
      throw new PlanFormatException(
          source, 1, "a column is missing; the first line has to name id,lower,upper,size");
    }
    return columns;
  }

  /// One line of a problem.
  private record Row(String source, int number, Map<String, Integer> columns, String line) {
    Buffer buffer() {
      String[] cells = line.split(",", -1);
      if (cells.length != columns.size()) {
        throw wrong(
            "%d cells under %d columns; write one for each column, empty where it may be"
                .formatted(cells.length, columns.size()));
      }
      try {
        return new Buffer(
            cell(cells, "id"),
            whole(cells, "lower"),
            whole(cells, "upper"),
            whole(cells, "size"),
            cell(cells, "alignment").isEmpty() ? 1 : whole(cells, "alignment"),
            gaps(cell(cells, "gaps")),
            cell(cells, "fixed").isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(whole(cells, "fixed")));
      } catch (PlanFormatException e) {
        throw e;
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }

    private String cell(String[] cells, String column) {
      Integer at = columns.get(column);
      return at == null ? "" : cells[at].strip();
    }

    private long whole(String[] cells, String column) {
      String cell = cell(cells, column);
      try {
        return Long.parseLong(cell);
      } catch (NumberFormatException e) {
        throw wrong("%s is '%s'; write a whole number below 2^63".formatted(column, cell));
      }
    }

    private List<Span> gaps(String cell) {
      List<Span> gaps = new ArrayList<>();
      for (String gap : cell.isEmpty() ? new String[0] : cell.split(" +")) {
        Matcher matcher = GAP.matcher(gap);
        if (!matcher.matches()) {
          throw wrong("the gap '%s' is malformed; write lower-upper, as in 3-5 6-7".formatted(gap));
        }
        gaps.add(new Span(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
      }
      return gaps;
    }

    private PlanFormatException wrong(String what) {
      return new PlanFormatException(source, number, what);
    }
  }

  /// Writes a plan: the buffers in their order, each with its offset.
  ///
  /// @param solution what to write
  /// @param out where to
  /// @throws IOException if it cannot be written
  public static void write(Solution solution, Writer out) throws IOException {
    List<Buffer> buffers = solution.problem().buffers();
    boolean alignment = buffers.stream().anyMatch(b -> b.alignment() > 1);
    boolean gaps = buffers.stream().anyMatch(b -> !b.gaps().isEmpty());
    boolean fixed = buffers.stream().anyMatch(b -> b.fixed().isPresent());
    out.write("id,lower,upper,size");
    out.write((alignment ? ",alignment" : "") + (gaps ? ",gaps" : "") + (fixed ? ",fixed" : ""));
    out.write(",offset\n");
    for (int b = 0; b < buffers.size(); b++) {
      Buffer buffer = buffers.get(b);
      StringBuilder row = new StringBuilder(buffer.id());
      row.append(',').append(buffer.lower()).append(',').append(buffer.upper());
      row.append(',').append(buffer.size());
      if (alignment) {
        row.append(',').append(buffer.alignment());
      }
      if (gaps) {
        List<String> texts = buffer.gaps().stream().map(g -> g.lower() + "-" + g.upper()).toList();
        row.append(',').append(String.join(" ", texts));
      }
      if (fixed) {
        row.append(',');
        buffer.fixed().ifPresent(row::append);
      }
      out.write(row.append(',').append(solution.offset(b)).append('\n').toString());
    }
  }
}
