package dev.freehold.paging.policy;

/// The checks of a number of frames, or of a window, against what a policy needs.
final class Frames {
  private Frames() {}

  /// Returns the frames, if they are enough.
  ///
  /// @throws IllegalArgumentException if they are fewer than needed
  static int atLeast(int needed, int frames, String policy) {
    if (frames < needed) {
      throw new IllegalArgumentException(
          "%s needs at least %d frame%s, got %d; give it more or choose another policy"
              .formatted(policy, needed, needed == 1 ? "" : "s", frames));
    }
    return frames;
  }

  /// Returns the window, if it is one.
  ///
  /// @throws IllegalArgumentException if it is not positive
  static int windowAtLeastOne(int window, String policy) {
    if (window < 1) {
      throw new IllegalArgumentException(
          "%s needs a window of at least 1 request, got %d; give it more"
              .formatted(policy, window));
    }
    return window;
  }
}
