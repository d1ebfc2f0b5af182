package dev.freehold.lab.doctor;

/// One thing that was looked at.
///
/// @param name what
/// @param verdict how it is
/// @param need whether Freehold works without it
/// @param found what is there
/// @param effect what Freehold does about it
/// @param remedy the flag or setting to change; empty where nothing needs to change
public record Finding(
    String name, Verdict verdict, Need need, String found, String effect, String remedy) {
  /// Whether Freehold works without something.
  public enum Need {
    /// It does not.
    ESSENTIAL,
    /// It does.
    USEFUL
  }

  /// Whether nothing works until this is changed.
  ///
  /// @return whether it is essential and missing
  public boolean stops() {
    return need == Need.ESSENTIAL && verdict == Verdict.MISSING;
  }

  static Finding ok(String name, String found, String effect) {
    return new Finding(name, Verdict.OK, Need.USEFUL, found, effect, "");
  }

  static Finding limited(String name, String found, String effect, String remedy) {
    return new Finding(name, Verdict.LIMITED, Need.USEFUL, found, effect, remedy);
  }

  static Finding missing(String name, String found, String effect, String remedy) {
    return new Finding(name, Verdict.MISSING, Need.USEFUL, found, effect, remedy);
  }

  Finding essential() {
    return new Finding(name, verdict, Need.ESSENTIAL, found, effect, remedy);
  }
}
