package dev.freehold.lab.machine;

import java.util.Locale;

/// Bytes for people, in binary units.
public final class Amount {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Amount() {}

  /// Writes an amount.
  ///
  /// @param bytes how many
  /// @return for example `48 KiB` or `2.6 MiB`
  public static String of(long bytes) {
    int unit = 0;
    double amount = bytes;
    while (amount >= 1000 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    String format = amount < 10 && amount != Math.rint(amount) ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, format, amount, UNITS[unit]);
  }
}
