package dev.freehold.lab.doctor;

import java.util.Locale;

/// Bytes for people, in binary units.
final class Amount {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Amount() {}

  static String of(long bytes) {
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
