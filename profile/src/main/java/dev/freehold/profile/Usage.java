package dev.freehold.profile;

import java.util.List;

/// The figures of one heap over time. They are exact: no sampling stands behind them.
///
/// @param heap its name
/// @param checks its level of checks
/// @param points ascending in time
public record Usage(String heap, String checks, List<Point> points) {
  /// One moment.
  ///
  /// @param millis since 1970
  /// @param requested bytes that the program asked for
  /// @param allocated bytes that blocks in use occupy
  /// @param committed bytes that the system has promised
  /// @param limit the most that may be committed; 0 or less where there is none
  public record Point(long millis, long requested, long allocated, long committed, long limit) {}
}
