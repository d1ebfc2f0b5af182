package dev.freehold.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An answer of the JVM that names addresses of a part in passing, which is all there is without
/// native memory tracking.
///
/// @param command whose answer it is
/// @param pattern finds the first address as `from`, and the end as `to` or the size as `kib`
/// @param kind the part
record RangeAnswer(String command, Pattern pattern, Kind kind) {
  private static final String FROM = "0x(?<from>[0-9a-f]+)";
  private static final String TO = "0x(?<to>[0-9a-f]+)(?<kib>)";
  private static final String SIZE = "(?<kib>\\d+)[.0]* KB(?<to>)";
  private static final long KIB = 1024;
  private static final String ANY = "0x[0-9a-f]+";

  private static final List<RangeAnswer> ALL =
      List.of(
          of("GC.heap_info", "\\[" + FROM + ", ?(" + ANY + ", ?)?" + TO + "\\)", Kind.JAVA_HEAP),
          of("VM.info", "mapped at: \\[" + FROM + "-" + ANY + "-" + TO + "\\)", Kind.CLASS_DATA),
          of("VM.info", "class space mapped at: " + FROM + "-" + TO, Kind.CLASS_SPACE),
          of("VM.info", "byte_map: \\[" + FROM + ", ?" + TO + "\\]", Kind.GC),
          of("VM.info", "Bits: \\[" + FROM + ", ?" + TO + "\\)", Kind.GC),
          of("Compiler.codecache", "bounds \\[" + FROM + ", " + ANY + ", " + TO, Kind.CODE_CACHE),
          // Behind the class space, whose node is listed too: the first claim stands.
          of("VM.metaspace vslist", "base " + FROM + ": reserved=" + SIZE, Kind.METASPACE));

  private static RangeAnswer of(String command, String pattern, Kind kind) {
    return new RangeAnswer(command, Pattern.compile(pattern), kind);
  }

  /// Asks all of them, each command once.
  static void claim(Answers answers, Claims claims) {
    Map<String, String> given = new HashMap<>();
    for (RangeAnswer each : ALL) {
      String text = given.computeIfAbsent(each.command, it -> answers.to(it).orElse(""));
      Matcher found = each.pattern.matcher(text);
      while (found.find()) {
        long from = Long.parseLong(found.group("from"), 16);
        String to = found.group("to");
        long end =
            to.isEmpty() ? from + KIB * Long.parseLong(found.group("kib")) : Long.parseLong(to, 16);
        claims.claim(from, end, Part.of(each.kind));
      }
    }
  }
}
