package dev.freehold.profile;

import java.util.Locale;

/// A figure that a profile has for each stack, by the names that Go gave them and every reader of
/// pprof knows.
public enum SampleType {
  /// Blocks taken.
  ALLOC_OBJECTS("count", "blocks taken"),
  /// Bytes taken.
  ALLOC_SPACE("bytes", "bytes taken"),
  /// Blocks in use at the end.
  INUSE_OBJECTS("count", "blocks in use"),
  /// Bytes in use at the end.
  INUSE_SPACE("bytes", "bytes in use");

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
  /// @return such as `bytes in use`
  public String label() {
    return label;
  }
}
