package dev.freehold.lab.hierarchy;

import java.nio.file.Path;

/// How thoroughly a machine is measured.
///
/// @param mostBytes the largest working set
/// @param manyBytes the largest working set that is visited in every pass
/// @param mostPages the most pages that are touched in turn
/// @param passes over the small working sets
/// @param diskBytes the size of the file that is read
/// @param directory where that file is made, and deleted again
public record SurveyConfig(
    long mostBytes, long manyBytes, long mostPages, int passes, long diskBytes, Path directory) {
  private static final int SHARE_OF_MEMORY = 4;
  private static final long LEAST = 16 << 20; // 16 MiB

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is out of range
  public SurveyConfig {
    if (manyBytes < 64 << 10 || mostBytes < manyBytes) {
      throw new IllegalArgumentException(
          "mostBytes is %d and manyBytes %d: must be 64 KiB <= manyBytes <= mostBytes"
              .formatted(mostBytes, manyBytes));
    }
    if (mostPages < 16 || passes < 1 || diskBytes < 64 << 10) {
      throw new IllegalArgumentException(
          "mostPages is %d, passes %d and diskBytes %d: must be at least 16, 1 and 64 KiB"
              .formatted(mostPages, passes, diskBytes));
    }
  }

  /// About half a minute on a quiet machine.
  ///
  /// @param directory for the file that is read
  /// @return a configuration
  public static SurveyConfig full(Path directory) {
    return new SurveyConfig(512 << 20, 16 << 20, 16 << 10, 4, 64 << 20, directory);
  }

  /// Some seconds, with less to tell the larger levels apart by.
  ///
  /// @param directory for the file that is read
  /// @return a configuration
  public static SurveyConfig quick(Path directory) {
    return new SurveyConfig(64 << 20, 8 << 20, 8 << 10, 2, 16 << 20, directory);
  }

  /// The same on a machine with little memory: no working set takes more than a quarter of it.
  ///
  /// @param availableBytes of memory, 0 where unknown
  /// @return a configuration
  public SurveyConfig within(long availableBytes) {
    long most = Math.max(LEAST, Long.highestOneBit(Math.max(1, availableBytes / SHARE_OF_MEMORY)));
    return availableBytes == 0 || most >= mostBytes
        ? this
        : new SurveyConfig(
            most, Math.min(manyBytes, most), mostPages, passes, diskBytes, directory);
  }
}
