package dev.freehold.inspect;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The C library's account of malloc, which the GNU library writes as XML.
///
/// ```text
/// arenas = used + free;  beside them, each block above a threshold is a mapping of its own
/// ```
///
/// @param usedBytes of the arenas
/// @param largeBytes of the mappings of large blocks
record MallocInfo(long usedBytes, long largeBytes) {
  /// The command whose answer this reads.
  static final String COMMAND = "System.native_heap_info";

  /// Reads the answer: the totals behind the last arena.
  ///
  /// @return empty where the library keeps no such account
  static Optional<MallocInfo> of(String answer) {
    int end = answer.lastIndexOf("</heap>");
    String totals = end < 0 ? "" : answer.substring(end);
    OptionalLong fast = number(totals, "<total type=\"fast\" count=\"\\d+\" size=\"(\\d+)\"");
    OptionalLong rest = number(totals, "<total type=\"rest\" count=\"\\d+\" size=\"(\\d+)\"");
    OptionalLong large = number(totals, "<total type=\"mmap\" count=\"\\d+\" size=\"(\\d+)\"");
    OptionalLong arenas = number(totals, "<system type=\"current\" size=\"(\\d+)\"");
    if (fast.isEmpty() || rest.isEmpty() || large.isEmpty() || arenas.isEmpty()) {
      return Optional.empty();
    }
    long used = arenas.getAsLong() - fast.getAsLong() - rest.getAsLong();
    return Optional.of(new MallocInfo(Math.max(0, used), large.getAsLong()));
  }

  private static OptionalLong number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }
}
