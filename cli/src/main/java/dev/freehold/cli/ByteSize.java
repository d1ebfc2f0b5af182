package dev.freehold.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of bytes as typed: `1048576`, `64k`, `64KiB`, `1.5g`; units are powers of 1024.
final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern FORM =
      Pattern.compile("(?<number>\\d+(\\.\\d+)?)(?<unit>[kmgt]?)(i?b)?");
  private static final long MOST = 1L << 46; // 64 TiB, the largest region

  ByteSize() {}

  @Override
  public Long convert(String typed) {
    Matcher form = FORM.matcher(typed.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new TypeConversionException(
          "'%s' is no size: write bytes, or a number with k, m, g or t, for example 64m"
              .formatted(typed));
    }
    int power = " kmgt".indexOf(form.group("unit").isEmpty() ? " " : form.group("unit"));
    double bytes = Double.parseDouble(form.group("number")) * (1L << 10 * power);
    if (bytes < 1 || bytes > MOST) {
      throw new TypeConversionException(
          "'%s' is out of range: a size is from 1 byte to 64 TiB".formatted(typed));
    }
    return (long) bytes;
  }
}
