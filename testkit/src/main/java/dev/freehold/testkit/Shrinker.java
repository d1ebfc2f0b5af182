package dev.freehold.testkit;

import java.util.function.Predicate;

/// Makes a failing sequence as small as it can.
///
/// Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input",
/// IEEE TSE 28(2), 2002), reduced to what sequences need: leave out chunks of half the length, of a
/// quarter, and so on to single operations; then make sizes and alignments smaller; again, until
/// nothing helps. The result still fails, and every operation alone is needed for that.
public final class Shrinker {
  private final Predicate<OperationSequence> fails;
  private long budget;

  private Shrinker(Predicate<OperationSequence> fails, long budget) {
    this.fails = fails;
    this.budget = budget;
  }

  /// Shrinks a sequence.
  ///
  /// @param failing a sequence that fails
  /// @param fails whether a sequence fails, tried on a fresh allocator each time
  /// @param budget the most operations to run in all trials together; the smallest found until then
  ///   is the result
  /// @return the smallest failing sequence found
  public static OperationSequence shrink(
      OperationSequence failing, Predicate<OperationSequence> fails, long budget) {
    Shrinker shrinker = new Shrinker(fails, budget);
    OperationSequence smallest = failing;
    OperationSequence before;
    do {
      before = smallest;
      smallest = shrinker.reduce(shrinker.leaveOut(smallest));
    } while (!smallest.equals(before) && shrinker.budget > 0);
    return smallest;
  }

  private boolean stillFails(OperationSequence candidate) {
    budget -= candidate.length();
    return budget > 0 && fails.test(candidate);
  }

  private OperationSequence leaveOut(OperationSequence failing) {
    OperationSequence smallest = failing;
    for (int chunk = (failing.length() + 1) / 2; chunk >= 1 && budget > 0; chunk /= 2) {
      // Backwards: the later operations are most often the ones without effect on the failure.
      for (int to = smallest.length(); to > 0 && budget > 0; to -= chunk) {
        OperationSequence candidate = smallest.without(Math.max(0, to - chunk), to);
        if (stillFails(candidate)) {
          smallest = candidate;
        }
      }
    }
    return smallest;
  }

  private OperationSequence reduce(OperationSequence failing) {
    OperationSequence smallest = failing;
    for (int i = 0; i < smallest.length() && budget > 0; i++) {
      smallest = smallerBytes(smallerAlignment(smallest, i), i);
    }
    return smallest;
  }

  private OperationSequence smallerAlignment(OperationSequence failing, int index) {
    long bytes = failing.bytes(index);
    for (long alignment = 1; alignment < failing.alignment(index); alignment *= 2) {
      OperationSequence candidate = failing.with(index, bytes, alignment);
      if (stillFails(candidate)) {
        return candidate;
      }
    }
    return failing;
  }

  /// By bisection, as if every size above a failing one failed; where that is not so, the result is
  /// a size that fails nonetheless.
  private OperationSequence smallerBytes(OperationSequence failing, int index) {
    OperationSequence smallest = failing;
    long alignment = failing.alignment(index);
    long passes = -1;
    while (passes + 1 < smallest.bytes(index) && budget > 0) {
      long middle = passes + 1 == 0 ? 0 : passes + (smallest.bytes(index) - passes) / 2;
      OperationSequence candidate = smallest.with(index, middle, alignment);
      if (stillFails(candidate)) {
        smallest = candidate;
      } else {
        passes = middle;
      }
    }
    return smallest;
  }
}
