package dev.freehold;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A most number of bytes, as written: `1048576`, `64k`, `24MB`, `64KiB`, `1.5g`, or `max` for
/// none. Units are powers of 1024, in either case.
public final class Limit {
  /// No limit.
  public static final long NONE = Long.MAX_VALUE;

  private static final Pattern FORM =
      Pattern.compile("(?<number>\\d{1,30}(\\.\\d{1,30})?)(?<unit>[kmgt]?)(i?b)?");

  private Limit() {}

  /// Reads a limit. A fraction of a byte is left out.
  ///
  /// @param written as above, blanks around it are ignored
  /// @return bytes, at least 0
  /// @throws IllegalArgumentException in one line, if it is no such limit or larger than a `long`
  public static long parse(String written) {
    String text = written.strip().toLowerCase(Locale.ROOT);
    if (text.equals("max")) {
      return NONE;
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no size: write bytes, or a number with k, m, g or t, for example 64m"
              .formatted(written));
    }
    int power = " kmgt".indexOf(form.group("unit").isEmpty() ? " " : form.group("unit"));
    BigDecimal bytes =
        new BigDecimal(form.group("number")).multiply(BigDecimal.valueOf(1L << 10 * power));
    if (bytes.compareTo(BigDecimal.valueOf(NONE)) >= 0) {
      throw new IllegalArgumentException(
          "'%s' is out of range: a size is less than 8388608t; write max for no limit"
              .formatted(written));
    }
    return bytes.longValue();
  }

  /// A limit for people.
  ///
  /// @param bytes at least 0
  /// @return the number, or `none`
  static String text(long bytes) {
    return bytes == NONE ? "none" : Long.toString(bytes);
  }

  /// @throws IllegalArgumentException if it is negative
  static void check(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "limitBytes is %d: must be at least 0; Limit.NONE stands for no limit".formatted(bytes));
    }
  }
}
