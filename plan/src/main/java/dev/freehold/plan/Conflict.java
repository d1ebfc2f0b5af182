package dev.freehold.plan;

import java.util.List;

/// Why there is no plan: buffers that cannot lie below the capacity together.
///
/// @param moment a moment at which all, or most, of them are live
/// @param buffers the set that proves it: without any of the others there is no plan either
/// @param liveBytes what is live at that moment
/// @param reason how it is known
public record Conflict(long moment, List<Buffer> buffers, long liveBytes, Reason reason) {
  /// How a conflict is known.
  public enum Reason {
    /// More bytes are live at the moment than the capacity.
    TOO_MUCH_LIVE,
    /// A fixed buffer ends above the capacity, or two fixed buffers share bytes.
    FIXED,
    /// The buffers would fit by size, but all ways to place them were tried.
    SEARCHED
  }

  /// Copies the list.
  public Conflict {
    buffers = List.copyOf(buffers);
  }
}
