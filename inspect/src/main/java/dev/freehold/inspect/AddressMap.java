package dev.freehold.inspect;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the two answers in which native memory tracking names what addresses are for.
///
/// ```text
/// VM.native_memory detail   [0x7f01000 - 0x7f02000] reserved and committed 4096 for GC from
/// System.map                0x7f01000-0x7f02000  4096 rw-p  4096  0 4K com  GC  -
/// ```
///
/// The first is exact, and written only when the JVM was started with `detail`. The second names
/// whole mappings: where the kernel joined a block of malloc with a mapping of the collector behind
/// it, both go by the collector's name. Blocks are mapped downwards, so what is more than the
/// collector's account says lies at the low end, and is not claimed.
final class AddressMap {
  private static final Pattern RANGE =
      Pattern.compile("^\\[0x([0-9a-f]+) - 0x([0-9a-f]+)\\] reserved .*? for (.+?)(?: from)?$");
  private static final Pattern ROW =
      Pattern.compile(
          "^0x([0-9a-f]+)-0x([0-9a-f]+)\\s+\\d+ (\\S{4})(?:\\s+\\S+){4}\\s+(\\S+)\\s+(.*)$");
  private static final Map<String, Part> TAGS =
      Map.of(
          "CARDTBL", Part.of(Kind.GC),
          "CDS", Part.of(Kind.CLASS_DATA),
          "CLASS", Part.of(Kind.CLASS_SPACE),
          "CODE", Part.of(Kind.CODE_CACHE),
          "GC", Part.of(Kind.GC),
          "INTERN", new Part(Kind.JVM, "internal"),
          "JAVAHEAP", Part.of(Kind.JAVA_HEAP),
          "META", Part.of(Kind.METASPACE),
          "POLL", new Part(Kind.JVM, "safepoint"));
  private static final String STACK = "STACK";

  private AddressMap() {}

  /// Claims what the exact answer names.
  static void detail(String answer, Claims claims) {
    for (String line : answer.lines().toList()) {
      Matcher range = RANGE.matcher(line.stripTrailing());
      if (range.matches()) {
        String category = range.group(3);
        Part part =
            category.equals("Class") ? Part.of(Kind.CLASS_SPACE) : NativeMemory.part(category);
        claims.claim(address(range.group(1)), address(range.group(2)), part);
      }
    }
  }

  /// Claims what the answer by mappings names.
  ///
  /// @param collectorBytes that the JVM's account gives to the collector
  static void mappings(String answer, long collectorBytes, Claims claims) {
    long named = 0;
    long largest = 0;
    for (String line : answer.lines().toList()) {
      Optional<Row> row = Row.of(line);
      if (row.isPresent() && row.get().part.kind() == Kind.GC) {
        named += row.get().bytes();
        largest = Math.max(largest, row.get().bytes());
      }
    }
    long foreign = Math.max(0, named - collectorBytes);
    for (String line : answer.lines().toList()) {
      Optional<Row> row = Row.of(line);
      if (row.isPresent()) {
        long from = row.get().from;
        if (row.get().part.kind() == Kind.GC && row.get().bytes() == largest && foreign < largest) {
          from += foreign;
          foreign = 0;
        }
        claims.claim(from, row.get().to, row.get().part);
      }
    }
  }

  private record Row(long from, long to, Part part) {
    static Optional<Row> of(String line) {
      Matcher row = ROW.matcher(line);
      if (!row.matches() || row.group(4).equals("-")) {
        return Optional.empty();
      }
      String tag = row.group(4).split(",")[0];
      Part part = tag.startsWith(STACK) ? Part.of(Kind.THREADS) : TAGS.get(tag);
      return part == null
          ? Optional.empty()
          : Optional.of(new Row(address(row.group(1)), address(row.group(2)), part));
    }

    long bytes() {
      return to - from;
    }
  }

  private static long address(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }
}
