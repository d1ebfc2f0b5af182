package dev.freehold.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A length of time as typed: `60s`, `500ms`, `1.5m`, `2h`; a bare number is seconds.
final class Timeout implements ITypeConverter<Duration> {
  private static final Pattern FORM =
      Pattern.compile("(?<number>\\d+(\\.\\d+)?)(?<unit>ms|s|m|h|)");
  private static final double MOST = 365 * 24 * 3600; // seconds, a year

  Timeout() {}

  @Override
  public Duration convert(String typed) {
    Matcher form = FORM.matcher(typed.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new TypeConversionException(
          "'%s' is no length of time: write a number with ms, s, m or h, for example 60s"
              .formatted(typed));
    }
    double unit =
        switch (form.group("unit")) {
          case "ms" -> 1e-3;
          case "m" -> 60;
          case "h" -> 3600;
          default -> 1;
        };
    double seconds = Double.parseDouble(form.group("number")) * unit;
    if (seconds < 1e-3 || seconds > MOST) {
      throw new TypeConversionException(
          "'%s' is out of range: a length of time is from 1ms to a year".formatted(typed));
    }
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
