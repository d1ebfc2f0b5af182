package dev.freehold.profile;

import java.util.Locale;

/// A figure that a profile has for each stack, by the names that Go gave them and every reader of
/// pprof knows.
public enum SampleType {
  /// Blocks taken.
  ALLOC_OBJECTS("count", "taken blocks"),
  /// Bytes taken.
  ALLOC_SPACE("bytes", "taken bytes"),
  /// Blocks live at the end.
  INUSE_OBJECTS("count", "live blocks"),
  /// Bytes live at the end.
  INUSE_SPACE("bytes", "live bytes");

  private final String unit;
  private final String label;

  SampleType(String unit, String label) {
    this.unit = unit;
    this.label = label;
  }

  /// The name in files: `alloc_objects`, `alloc_space`, `inuse_objects` or `inuse_space`.
  ///
  /// @return in lower case
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The unit in files.
  ///
  /// @return `count` or `bytes`
  public String unit() {
    return unit;
  }

  /// The name for people.
  ///
  /// @return such as `live bytes`
  public String label() {
    return label;
  }
}
