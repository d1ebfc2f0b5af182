package dev.freehold.lab.spark;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads counts such as `100m`: k, m and g are thousands, millions and milliards.
final class Count implements ITypeConverter<Long> {
  private static final Pattern PATTERN = Pattern.compile("(\\d{1,12})([kmg]?)");

  @Override
  public Long convert(String text) {
    Matcher parts = PATTERN.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new TypeConversionException("'" + text + "' is no count such as 100m");
    }
    long factor =
        switch (parts.group(2)) {
          case "k" -> 1_000;
          case "m" -> 1_000_000;
          case "g" -> 1_000_000_000;
          default -> 1;
        };
    return Long.parseLong(parts.group(1)) * factor;
  }
}
