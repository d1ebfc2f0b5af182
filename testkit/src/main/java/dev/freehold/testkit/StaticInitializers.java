package dev.freehold.testkit;

import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// Tells what is taken for the life of the process: by the static initializer of a class.
final class StaticInitializers {
  private StaticInitializers() {}

  /// Whether a static initializer was running there.
  static boolean contains(@Nullable Site site) {
    return site != null
        && site.frames().stream().anyMatch(frame -> frame.getMethodName().equals("<clinit>"));
  }
}
