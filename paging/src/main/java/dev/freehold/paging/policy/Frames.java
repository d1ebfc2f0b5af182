package dev.freehold.paging.policy;

/// What policies ask of a number of frames, or of a window.
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

  /// The frames that can ever be used: no more than there are pages, and never none.
  static int used(int frames, int pages) {
    return Math.max(1, Math.min(frames, pages));
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
