package dev.freehold.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads `/proc/PID/smaps`.
///
/// ```text
/// 7f0238000000-7f0238226000 rw-p 00000000 00:00 0          /path, [name] or nothing
/// Size:               2200 kB
/// Rss:                1108 kB
/// ...
/// VmFlags: rd wr mr mw me nr
/// ```
final class Mappings {
  private static final Pattern HEAD =
      Pattern.compile(
          "(?<from>[0-9a-f]+)-(?<to>[0-9a-f]+) (?<permissions>[-rwxsp]{4})"
              + " [0-9a-f]+ \\S+ \\d+ *(?<file>.*)");
  private static final String RSS = "Rss:";
  private static final String FLAGS = "VmFlags:";
  private static final int KIB = 1024;

  private Mappings() {}

  /// Reads all rows, in the order of addresses. The kernel's own page at the end of the addresses,
  /// which is never counted as resident, is left out.
  static List<Mapping> of(List<String> lines) {
    List<Mapping> mappings = new ArrayList<>();
    Matcher head = null;
    long rss = 0;
    String flags = " ";
    for (String line : lines) {
      if (line.startsWith(RSS)) {
        rss = kib(line);
      } else if (line.startsWith(FLAGS)) {
        flags = " " + line.substring(FLAGS.length()).strip() + " ";
      } else if (!line.isEmpty() && Character.digit(line.charAt(0), 16) >= 0) {
        Matcher next = HEAD.matcher(line);
        if (next.matches()) {
          add(mappings, head, rss, flags);
          head = next;
          rss = 0;
          flags = " ";
        }
      }
    }
    add(mappings, head, rss, flags);
    return mappings;
  }

  /// The resident bytes of all of them.
  static long rssBytes(List<Mapping> mappings) {
    return mappings.stream().mapToLong(Mapping::rssBytes).sum();
  }

  /// The programs and shared libraries: the files, and the kernel's own pages, of which a mapping
  /// may be executed.
  static Set<String> libraries(List<Mapping> mappings) {
    return mappings.stream()
        .filter(mapping -> mapping.executable() && !mapping.file().isEmpty())
        .map(Mapping::file)
        .collect(Collectors.toSet());
  }

  /// The number of a line such as `Rss: 118720 kB`, in bytes.
  static long kib(String line) {
    String number = line.substring(line.indexOf(':') + 1).replace("kB", "").strip();
    return number.isEmpty() ? 0 : Long.parseLong(number) * KIB;
  }

  private static void add(List<Mapping> mappings, @Nullable Matcher head, long rss, String flags) {
    if (head == null) {
      return;
    }
    long from = Long.parseUnsignedLong(head.group("from"), 16);
    long to = Long.parseUnsignedLong(head.group("to"), 16);
    if (from >= 0 && to > from) {
      String file = head.group("file").strip();
      mappings.add(new Mapping(from, to, head.group("permissions"), file, rss, flags));
    }
  }
}
