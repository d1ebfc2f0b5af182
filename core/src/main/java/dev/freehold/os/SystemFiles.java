package dev.freehold.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files under `/proc` and `/sys`, or under a captured tree of them.
///
/// A file that is absent or unreadable is an empty answer: kernels and containers leave files out.
///
/// @param root the directory that holds `proc` and `sys`
public record SystemFiles(Path root) {
  private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([KMG]?)B?", 2);

  /// Those of the running system.
  ///
  /// @return files under the root directory
  public static SystemFiles ofThisMachine() {
    return new SystemFiles(Path.of("/"));
  }

  /// All lines of a file.
  ///
  /// @param path below the root, without a leading slash
  /// @return no lines where the file cannot be read
  public List<String> lines(String path) {
    try {
      return Files.readAllLines(root.resolve(path));
    } catch (IOException | SecurityException e) {
      return List.of();
    }
  }

  /// The first line of a file, without blanks around it.
  ///
  /// @param path below the root
  /// @return empty where the file cannot be read or is blank
  public Optional<String> line(String path) {
    return lines(path).stream().map(String::strip).filter(line -> !line.isEmpty()).findFirst();
  }

  /// The number or size on the first line of a file.
  ///
  /// @param path below the root
  /// @return for `48K` 49,152; empty where there is no number
  public OptionalLong number(String path) {
    return line(path).map(SystemFiles::numberOf).orElse(OptionalLong.empty());
  }

  /// The number or size behind a label, as in `MemTotal: 24684084 kB`.
  ///
  /// @param path below the root
  /// @param label the text before the number
  /// @return empty where there is none
  public OptionalLong labelled(String path, String label) {
    for (String line : lines(path)) {
      int at = line.indexOf(label);
      if (at >= 0) {
        return numberOf(line.substring(at + label.length()).strip());
      }
    }
    return OptionalLong.empty();
  }

  /// The word in brackets on the first line of a file, as in `always [madvise] never`.
  ///
  /// @param path below the root
  /// @return the word that is in force
  public Optional<String> chosen(String path) {
    return line(path)
        .filter(line -> line.indexOf('[') >= 0 && line.indexOf(']') > line.indexOf('['))
        .map(line -> line.substring(line.indexOf('[') + 1, line.indexOf(']')));
  }

  /// The paths of a directory's entries whose names are a word and a number, in numeric order.
  ///
  /// @param directory below the root
  /// @param word what the names begin with
  /// @return paths below the root
  public List<String> numbered(String directory, String word) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            root.resolve(directory),
            path -> path.getFileName().toString().matches(Pattern.quote(word) + "\\d+"))) {
      entries.forEach(path -> names.add(path.getFileName().toString()));
    } catch (IOException | SecurityException e) {
      return List.of();
    }
    names.sort(Comparator.comparingInt(name -> Integer.parseInt(name.substring(word.length()))));
    return names.stream().map(name -> directory + "/" + name).toList();
  }

  /// Whether a file or directory is there.
  ///
  /// @param path below the root
  /// @return whether it is
  public boolean exists(String path) {
    return Files.exists(root.resolve(path));
  }

  static OptionalLong numberOf(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.lookingAt()) {
      return OptionalLong.empty();
    }
    int power =
        " KMG".indexOf(size.group(2).isEmpty() ? " " : size.group(2).toUpperCase(Locale.ROOT));
    try {
      return OptionalLong.of(Math.multiplyExact(Long.parseLong(size.group(1)), 1L << 10 * power));
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty(); // beyond a long: an unlimited value in the kernel's writing
    }
  }
}
