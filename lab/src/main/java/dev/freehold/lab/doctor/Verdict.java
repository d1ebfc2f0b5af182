package dev.freehold.lab.doctor;

import java.util.Locale;

/// How well something serves.
public enum Verdict {
  /// As wanted.
  OK,
  /// There, within bounds that matter.
  LIMITED,
  /// Not there.
  MISSING;

  /// What reports call it.
  ///
  /// @return in lower case
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
