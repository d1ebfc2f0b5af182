package dev.freehold;

import dev.freehold.track.Site;
import java.util.List;

/// Tells whether a block was freed before a fault, or by the fault: on the way out of it, by
/// `try`-with-resources or `finally`. Who catches the fault sees a freed block either way.
///
/// ```text
/// try (Block block = heap.allocate(64)) { // taken here; an exception closes it here, too
///   use(block);                           // the fault
/// }
/// ```
///
/// Nobody records the moment of a fault, but lines tell, in the method that the calls have in
/// common:
///
/// ```text
/// by the fault  =  line of freeing <= line of taking, or line of freeing > line of the fault
/// ```
///
/// The compiler gives the close of an exception the line of the `try`. Right for straight code; in
/// a loop that frees and uses in turns it is a guess.
final class Unwound {
  private static final int UNRELATED = Integer.MAX_VALUE;

  private Unwound() {}

  /// Whether a block was alive when something was thrown, as far as lines tell.
  static boolean wasLive(BlockRecord record, StackTraceElement[] fault) {
    Site freed = record.freed();
    if (record.isLive()) {
      return true;
    }
    if (freed == null) {
      return false;
    }
    Site taken = record.taken();
    List<StackTraceElement> frees = freed.frames();
    if (taken != null && order(frees, taken.frames()) <= 0) {
      return true;
    }
    int order = order(frees, List.of(fault));
    return order > 0 && order != UNRELATED;
  }

  /// How many lines the first comes after the second, in the innermost method that both have in
  /// common.
  private static int order(List<StackTraceElement> first, List<StackTraceElement> second) {
    int shared = shared(first, second);
    return shared == 0
        ? UNRELATED
        : first.get(first.size() - shared).getLineNumber()
            - second.get(second.size() - shared).getLineNumber();
  }

  /// How many of the outermost calls are the same methods.
  static int shared(List<StackTraceElement> first, List<StackTraceElement> second) {
    int shared = 0;
    while (shared < Math.min(first.size(), second.size())) {
      StackTraceElement a = first.get(first.size() - 1 - shared);
      StackTraceElement b = second.get(second.size() - 1 - shared);
      if (!a.getClassName().equals(b.getClassName())
          || !a.getMethodName().equals(b.getMethodName())) {
        break;
      }
      shared++;
    }
    return shared;
  }
}
