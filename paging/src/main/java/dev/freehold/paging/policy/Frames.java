package dev.freehold.paging.policy;

/// The check of a number of frames against what a policy needs.
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
}
