package dev.freehold;

import dev.freehold.track.AgeHistogram;
import dev.freehold.track.Amount;
import dev.freehold.track.Site;
import java.util.List;
import java.util.stream.Collectors;

/// Blocks that one site took and nobody has freed.
///
/// @param frames the calls that took them, the latest first, at least one
/// @param amount how many blocks and bytes; of a growing site, by how much it grew
/// @param ages how old they are
public record LeakSite(List<StackTraceElement> frames, Amount amount, AgeHistogram ages) {
  /// How many calls a line shows.
  private static final int CALLS = 3;

  /// Keeps its own copy of the list.
  public LeakSite {
    frames = List.copyOf(frames);
  }

  /// The latest call outside of Freehold and the JDK.
  ///
  /// @return where the program was
  public StackTraceElement place() {
    return Site.placeIn(frames);
  }

  /// The site in words, with the calls that led to it, for example `4096 bytes in 2 blocks, taken
  /// at shop.Basket.add(Basket.java:31) <- shop.Server.run(Server.java:9)`.
  ///
  /// @return one line
  public String line() {
    int place = frames.indexOf(place());
    return frames.subList(place, Math.min(place + CALLS, frames.size())).stream()
        .map(Site::line)
        .collect(Collectors.joining(" <- ", words(amount) + ", taken at ", ""));
  }

  static String words(Amount amount) {
    return "%s%d bytes in %d blocks"
        .formatted(
            amount.variance() > 0 ? "about " : "",
            Math.round(amount.bytes()),
            Math.round(amount.blocks()));
  }
}
