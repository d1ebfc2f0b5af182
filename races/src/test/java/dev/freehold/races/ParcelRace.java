package dev.freehold.races;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.freehold.Block;
import dev.freehold.Parcel;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// A parcel is received or closed once, with its contents.
public class ParcelRace {
  private static Parcel sent() {
    Block block = Fixture.HEAP.allocate(4);
    block.segment().set(JAVA_INT, 0, Fixture.VALUE);
    return block.send();
  }

  /// The contents, or 0 where the parcel was received or closed before.
  private static int received(Parcel parcel) {
    int[] value = new int[1];
    Fixture.tried(() -> {
      try (Block block = parcel.receive()) {
        value[0] = block.segment().get(JAVA_INT, 0);
      }
    });
    return value[0];
  }

  /// Two threads receive one parcel.
  @JCStressTest
  @Outcome(
      id = {"42, 0", "0, 42"},
      expect = ACCEPTABLE,
      desc = "one has it")
  @State
  public static class TwoReceivers {
    private final Parcel parcel = sent();

    /// Receives.
    @Actor
    public void one(II_Result r) {
      r.r1 = received(parcel);
    }

    /// Receives.
    @Actor
    public void other(II_Result r) {
      r.r2 = received(parcel);
    }
  }

  /// One receives what another closes.
  @JCStressTest
  @Outcome(
      id = {"42, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "received, or closed")
  @State
  public static class ReceiverAndCloser {
    private final Parcel parcel = sent();

    /// Receives.
    @Actor
    public void receiver(II_Result r) {
      r.r1 = received(parcel);
    }

    /// Closes.
    @Actor
    public void closer(II_Result r) {
      r.r2 = Fixture.tried(parcel::close);
    }
  }

  /// A plain field is a way to travel.
  @JCStressTest
  @Outcome(
      id = {"-1", "42"},
      expect = ACCEPTABLE,
      desc = "not there yet, or there as it was sent")
  @State
  public static class ByPlainField {
    private @Nullable Parcel parcel;

    /// Sends.
    @Actor
    public void sender() {
      parcel = sent();
    }

    /// Receives.
    @Actor
    public void receiver(I_Result r) {
      Parcel here = parcel;
      r.r1 = here == null ? -1 : received(here);
    }

    /// Closes what came too late.
    @Arbiter
    public void end(I_Result r) {
      if (r.r1 == -1 && parcel != null) {
        parcel.close();
      }
    }
  }
}
