package dev.freehold.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Checks a plan against its problem, by a way of its own: it shares nothing with the solver.
///
/// Walks time once, keeping what is live in the order of offsets, where each birth needs to look at
/// its two neighbours only. O(n log n).
public final class Validator {
  private Validator() {}

  /// Looks for the first thing that is wrong with a plan.
  ///
  /// @param problem what was to be placed
  /// @param offsets where, by buffer
  /// @return what is wrong, in one line; empty where the plan is valid and keeps to the capacity
  public static Optional<String> fault(Problem problem, long[] offsets) {
    List<Buffer> buffers = problem.buffers();
    if (offsets.length != buffers.size()) {
      return Optional.of(
          "%s has %d buffers, the plan has %d offsets"
              .formatted(problem.name(), buffers.size(), offsets.length));
    }
    for (int b = 0; b < offsets.length; b++) {
      Optional<String> misplaced = misplaced(problem, buffers.get(b), offsets[b]);
      if (misplaced.isPresent()) {
        return misplaced;
      }
    }
    return clash(buffers, offsets).map(Clash::toString);
  }

  private static Optional<String> misplaced(Problem problem, Buffer buffer, long offset) {
    if (offset < 0 || offset > problem.capacity() - buffer.size()) {
      return Optional.of(
          "buffer %s lies at %d to %d: the capacity is %d"
              .formatted(buffer.id(), offset, offset + buffer.size(), problem.capacity()));
    }
    if (offset % buffer.alignment() != 0) {
      return Optional.of(
          "buffer %s lies at %d: its alignment is %d"
              .formatted(buffer.id(), offset, buffer.alignment()));
    }
    if (buffer.fixed().isPresent() && buffer.fixed().getAsLong() != offset) {
      return Optional.of(
          "buffer %s lies at %d: it is fixed at %d"
              .formatted(buffer.id(), offset, buffer.fixed().getAsLong()));
    }
    return Optional.empty();
  }

  /// Two buffers that share bytes while both are live.
  record Clash(Buffer one, Buffer other, long moment) {
    @Override
    public String toString() {
      return "buffers %s and %s share bytes at moment %d".formatted(one.id(), other.id(), moment);
    }
  }

  /// Finds two buffers that share bytes while both are live.
  static Optional<Clash> clash(List<Buffer> buffers, long[] offsets) {
    record Event(long time, boolean birth, int buffer) {}
    List<Event> events = new ArrayList<>();
    for (int b = 0; b < offsets.length; b++) {
      for (Span span : buffers.get(b).live()) {
        events.add(new Event(span.lower(), true, b));
        events.add(new Event(span.upper(), false, b));
      }
    }
    events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::birth));
    TreeMap<Long, Integer> live = new TreeMap<>();
    for (Event event : events) {
      int b = event.buffer();
      long offset = offsets[b];
      if (!event.birth()) {
        live.remove(offset);
        continue;
      }
      Map.Entry<Long, Integer> below = live.floorEntry(offset);
      if (below != null && below.getKey() + buffers.get(below.getValue()).size() > offset) {
        return Optional.of(new Clash(buffers.get(below.getValue()), buffers.get(b), event.time()));
      }
      Map.Entry<Long, Integer> above = live.higherEntry(offset);
      if (above != null && offset + buffers.get(b).size() > above.getKey()) {
        return Optional.of(new Clash(buffers.get(above.getValue()), buffers.get(b), event.time()));
      }
      live.put(offset, b);
    }
    return Optional.empty();
  }
}
