package dev.freehold.inspect;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The JVM's account of the memory that it takes (native memory tracking), by category.
///
/// @param mallocBytes by malloc, headers of the account not counted
/// @param mappedBytes by mapping, committed
record NativeMemory(Map<String, Long> mallocBytes, Map<String, Long> mappedBytes) {
  /// The command whose answer this reads.
  static final String COMMAND = "VM.native_memory summary scale=B";

  private static final Pattern HEAD = Pattern.compile("^-\\s+(.+?) \\(reserved=");
  private static final Pattern MALLOC =
      Pattern.compile("\\((?:malloc|arena|tracking overhead)=(\\d+)");
  private static final Pattern MAPPED = Pattern.compile("\\(mmap: reserved=\\d+, committed=(\\d+)");

  /// Reads the answer.
  ///
  /// @return empty where tracking is off
  static Optional<NativeMemory> of(String answer) {
    Map<String, Long> malloc = new TreeMap<>();
    Map<String, Long> mapped = new TreeMap<>();
    String category = "";
    for (String line : answer.lines().toList()) {
      Matcher head = HEAD.matcher(line);
      if (head.find()) {
        category = head.group(1);
      }
      if (!category.isEmpty()) {
        sum(malloc, category, MALLOC.matcher(line));
        sum(mapped, category, MAPPED.matcher(line));
      }
    }
    return category.isEmpty() ? Optional.empty() : Optional.of(new NativeMemory(malloc, mapped));
  }

  private static void sum(Map<String, Long> into, String category, Matcher matcher) {
    if (matcher.find()) {
      into.merge(category, Long.parseLong(matcher.group(1)), Long::sum);
    }
  }

  /// The part that a category belongs to.
  static Part part(String category) {
    return switch (category) {
      case "Java Heap" -> Part.of(Kind.JAVA_HEAP);
      case "Class", "Metaspace" -> Part.of(Kind.METASPACE);
      case "Thread", "Thread Stack" -> Part.of(Kind.THREADS);
      case "Code" -> Part.of(Kind.CODE_CACHE);
      case "GC", "GCCardSet" -> Part.of(Kind.GC);
      case "Other" -> Part.of(Kind.DIRECT);
      case "Shared class space" -> Part.of(Kind.CLASS_DATA);
      default -> new Part(Kind.JVM, category.toLowerCase(Locale.ROOT).replace(' ', '-'));
    };
  }
}
