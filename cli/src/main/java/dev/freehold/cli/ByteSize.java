package dev.freehold.cli;

import dev.freehold.Limit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of bytes as typed, in the forms of [Limit#parse], from 1 byte to 64 TiB.
final class ByteSize implements ITypeConverter<Long> {
  private static final long MOST = 1L << 46; // 64 TiB, the largest region

  ByteSize() {}

  @Override
  public Long convert(String typed) {
    long bytes;
    try {
      bytes = Limit.parse(typed);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
    if (bytes < 1 || bytes > MOST) {
      throw new TypeConversionException(
          "'%s' is out of range: a size is from 1 byte to 64 TiB".formatted(typed));
    }
    return bytes;
  }
}
