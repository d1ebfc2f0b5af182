package dev.freehold.inspect;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads which heaps of Freehold a JVM publishes, as system properties:
///
/// ```text
/// freehold.heap.0x7f0238000000 = 1073741824 orders        base address, size in bytes, name
/// ```
final class PublishedHeaps {
  /// The command whose answer this reads.
  static final String COMMAND = "VM.system_properties";

  private static final Pattern KEY = Pattern.compile("freehold\\.heap\\.0x([0-9a-f]{1,15})");
  private static final Pattern VALUE = Pattern.compile("(\\d{1,18}) (.*)", Pattern.DOTALL);

  private PublishedHeaps() {}

  /// Claims the addresses of all published heaps. What is not in the form is passed over: any
  /// program may set properties.
  static void claim(String answer, Claims claims) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(answer));
    } catch (IOException | IllegalArgumentException e) {
      return; // no list of properties
    }
    for (String key : properties.stringPropertyNames()) {
      Matcher at = KEY.matcher(key);
      Matcher heap = VALUE.matcher(properties.getProperty(key));
      if (at.matches() && heap.matches()) {
        long base = Long.parseLong(at.group(1), 16);
        long bytes = Long.parseLong(heap.group(1));
        claims.claim(base, base + bytes, new Part(Kind.FREEHOLD, heap.group(2)));
      }
    }
  }
}
