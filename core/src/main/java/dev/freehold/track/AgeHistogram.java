package dev.freehold.track;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// How old live blocks are.
///
/// @param bands by age, the youngest first; one for each of [#LIMITS], and one for what is older
public record AgeHistogram(List<Amount> bands) {
  /// The age below which a block falls into the band of the same index.
  public static final List<Duration> LIMITS =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofDays(1));

  private static final long[] NANOS = LIMITS.stream().mapToLong(Duration::toNanos).toArray();

  /// No block.
  public static final AgeHistogram EMPTY = new AgeHistogram(List.of());

  /// Fills in the bands that are missing.
  public AgeHistogram {
    Amount[] all = new Amount[LIMITS.size() + 1];
    Arrays.fill(all, Amount.NONE);
    for (int i = 0; i < bands.size(); i++) {
      all[i] = bands.get(i);
    }
    bands = List.of(all);
  }

  /// The band of an age.
  ///
  /// @param nanos the age, in nanoseconds
  /// @return an index of the bands
  public static int band(long nanos) {
    int band = 0;
    while (band < NANOS.length && nanos >= NANOS[band]) {
      band++;
    }
    return band;
  }

  /// The bands that hold blocks, in words, for example `10 ms: 3, 1 s: 120, 1 h: 4`: so many blocks
  /// younger than each.
  ///
  /// @return one line, empty where there is no block
  public String line() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bands.size(); i++) {
      if (bands.get(i).blocks() > 0) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(i < LIMITS.size() ? "< " + words(LIMITS.get(i)) : "older")
            .append(": ")
            .append(Math.round(bands.get(i).blocks()));
      }
    }
    return text.toString();
  }

  private static String words(Duration limit) {
    return limit.toMillis() < 1_000
        ? limit.toMillis() + " ms"
        : limit.toSeconds() < 60
            ? limit.toSeconds() + " s"
            : limit.toMinutes() < 60
                ? limit.toMinutes() + " min"
                : limit.toHours() < 24 ? limit.toHours() + " h" : limit.toDays() + " d";
  }
}
