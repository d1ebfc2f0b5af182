package dev.freehold.races;

import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Parcel;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/// A parcel is received or closed once, by whichever thread.
public final class ParcelLinearizabilityTest {
  private static final Heap HEAP =
      Heap.open(HeapConfig.named("lincheck").withHeldListener(report -> {}));

  private final Parcel parcel = HEAP.allocate(8).send();

  /// A parcel on its way.
  public ParcelLinearizabilityTest() {}

  /// Owns the block, and frees it.
  @Operation
  public int receive() {
    return Fixture.tried(() -> parcel.receive().close());
  }

  /// Frees the block.
  @Operation
  public int close() {
    return Fixture.tried(parcel::close);
  }

  /// What parcels do, said for one thread.
  public static final class Sequential {
    private boolean sent = true;

    /// A parcel on its way.
    public Sequential() {}

    /// See above.
    public int receive() {
      return close();
    }

    /// See above.
    public int close() {
      boolean first = sent;
      sent = false;
      return first ? 1 : 0;
    }
  }

  @Test
  void asIfOneAfterTheOther() {
    new StressOptions()
        .threads(3)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(0)
        .iterations(5)
        .invocationsPerIteration(200)
        .sequentialSpecification(Sequential.class)
        .check(getClass());
  }
}
