package dev.freehold.races;

import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.MisuseException;

/// What the races are run on.
final class Fixture {
  /// The value of every block that is raced for.
  static final int VALUE = 42;

  /// A heap over real memory for all races of a process.
  static final Heap HEAP = Heap.open(HeapConfig.named("races"));

  private Fixture() {}

  /// A heap of its own for one race, without memory; what it holds when closed is reported to
  /// nobody.
  static Heap hollow(HollowOs os) {
    return Heap.open(
        HeapConfig.named("race").withReserve(1 << 20).withHeldListener(report -> {}), os);
  }

  /// Runs what may be refused.
  ///
  /// @return 1, or 0 where it was refused
  static int tried(Runnable action) {
    try {
      action.run();
      return 1;
    } catch (MisuseException e) {
      return 0;
    }
  }
}
