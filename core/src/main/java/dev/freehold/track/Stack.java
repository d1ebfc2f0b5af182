package dev.freehold.track;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stack of calls that took sampled blocks: one object for each that differs.
///
/// Names and lines are looked up when they are asked for, and kept from then on.
public final class Stack {
  private final Throwable trace;
  private final int depth;
  private final Tally tally = new Tally();
  private volatile @Nullable List<StackTraceElement> frames;

  /// @param trace taken where the stack was first met
  /// @param depth how many of its calls are known to be those of all blocks of this stack
  Stack(Throwable trace, int depth) {
    this.trace = trace;
    this.depth = depth;
  }

  /// This stack, on this thread, at this moment.
  ///
  /// @return a site that shares the calls of this stack
  public Site site() {
    return new Site(Thread.currentThread(), trace, depth);
  }

  /// The calls, the latest first, from the first one outside of Freehold on.
  ///
  /// @return at least one
  public List<StackTraceElement> frames() {
    List<StackTraceElement> known = frames;
    if (known == null) {
      known = List.copyOf(Site.frames(trace, depth));
      frames = known;
    }
    return known;
  }

  /// What the sampled blocks of this stack stand for.
  ///
  /// @return the sums
  public Tally tally() {
    return tally;
  }
}
