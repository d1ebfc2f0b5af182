package dev.freehold.lab.trace;

import dev.freehold.lab.input.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads the allocation profiles of the fleetbench project and makes a trace from them with a
/// [BirthDeathProcess].
///
/// ```text
/// 16, 158.5, 19.5      size in bytes, allocations per second, live blocks
/// ```
final class FleetbenchReader implements TraceReader {
  private final ProfileScale scale;

  /// A reader that makes traces of one scale.
  FleetbenchReader(ProfileScale scale) {
    this.scale = scale;
  }

  @Override
  public boolean recognizes(Lines lines) {
    int first = lines.peek();
    return first >= '0' && first <= '9' && lines.whole().split(",", -1).length == 3;
  }

  @Override
  public Trace read(Lines lines, TraceBuilder trace, Consumer<String> notes) {
    List<SizeProfile> sizes = new ArrayList<>();
    do {
      sizes.add(size(lines));
    } while (lines.next());
    return new BirthDeathProcess(sizes, scale).run(trace, notes);
  }

  private static SizeProfile size(Lines lines) {
    String[] fields = lines.whole().split(",", -1);
    try {
      if (fields.length == 3) {
        long bytes = Long.parseLong(fields[0].strip());
        double rate = Double.parseDouble(fields[1]);
        double live = Double.parseDouble(fields[2]);
        if (bytes > 0 && bytes <= TraceBuilder.MAX_BYTES && isPositive(rate) && isPositive(live)) {
          return new SizeProfile(bytes, rate, live);
        }
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for all that a line can have wrong.
    }
    throw lines.error(
        "'" + lines.text() + "' is not a row of a profile",
        "write 'SIZE, ALLOCATIONS PER SECOND, LIVE BLOCKS', all above 0");
  }

  private static boolean isPositive(double value) {
    return value > 0 && Double.isFinite(value);
  }
}
