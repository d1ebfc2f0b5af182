package dev.freehold.plan;

import java.util.List;
import java.util.stream.Collectors;

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

  private static final int MOST_NAMED = 12;

  /// The conflict in one line, naming at most 12 of the buffers.
  @Override
  public String toString() {
    String what =
        switch (reason) {
          case TOO_MUCH_LIVE -> "%d buffers of %d bytes in all are live at moment %d";
          case FIXED -> "%d fixed buffers of %d bytes in all leave it or share bytes at moment %d";
          case SEARCHED ->
              "every way to place these %d buffers was tried; their fullest moment has %d bytes at %d";
        };
    String names =
        buffers.stream().limit(MOST_NAMED).map(Buffer::id).collect(Collectors.joining(", "));
    String more =
        buffers.size() > MOST_NAMED ? " and %d more".formatted(buffers.size() - MOST_NAMED) : "";
    return what.formatted(buffers.size(), liveBytes, moment) + ": " + names + more;
  }
}
