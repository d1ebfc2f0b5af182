package dev.freehold;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// Two threads at the limit of a budget: the bytes are enough for one of them, never for both, and
/// none is lost.
public class BudgetRace {
  /// So large that batches are made, of this many bytes.
  private static final long BATCH = 1_000;

  private static final long LIMIT = 64L * Stripes.MOST * BATCH;

  private static int granted(boolean isGranted) {
    return isGranted ? 1 : 0;
  }

  /// Credits of a stripe are taken while all are collected.
  @JCStressTest
  @Outcome(
      id = {"10, 0", "0, 10"},
      expect = ACCEPTABLE,
      desc = "used, or collected")
  @State
  public static class TakeAndFreeze {
    private final Stripes stripes = new Stripes();

    /// Ten bytes.
    public TakeAndFreeze() {
      stripes.add(10);
    }

    /// Takes.
    @Actor
    public void user(II_Result r) {
      r.r1 = stripes.take(10) ? 10 : 0;
    }

    /// Collects.
    @Actor
    public void collector(II_Result r) {
      r.r2 = (int) stripes.freeze();
    }
  }

  /// Credits are given to a stripe while all are collected.
  @JCStressTest
  @Outcome(
      id = {"10, 10", "0, 0"},
      expect = ACCEPTABLE,
      desc = "given and collected, or sent to the lock of the tree")
  @State
  public static class GiveAndFreeze {
    private final Stripes stripes = new Stripes();

    /// Gives.
    @Actor
    public void user(II_Result r) {
      r.r1 = stripes.give(10, 100) ? 10 : 0;
    }

    /// Collects.
    @Actor
    public void collector(II_Result r) {
      r.r2 = (int) stripes.freeze();
    }
  }

  /// Both want more than half of what is there.
  @JCStressTest
  @Outcome(
      id = {"1, 0, 6", "0, 1, 6"},
      expect = ACCEPTABLE,
      desc = "one is granted")
  @State
  public static class AcquireAndAcquire {
    private final Budget root = Budget.root("root", 10);
    private final Budget left = root.child("left", Limit.NONE);
    private final Budget right = root.child("right", Limit.NONE);

    /// Takes.
    @Actor
    public void one(III_Result r) {
      r.r1 = granted(left.tryAcquire(6));
    }

    /// Takes of another child.
    @Actor
    public void other(III_Result r) {
      r.r2 = granted(right.tryAcquire(6));
    }

    /// The sum.
    @Arbiter
    public void end(III_Result r) {
      root.verify();
      r.r3 = (int) root.usedBytes();
    }
  }

  /// One child uses a byte of its stripe's credits while the other wants all that is not used.
  @JCStressTest
  @Outcome(
      id = {"1, 0, 2", "0, 1, 0"},
      expect = ACCEPTABLE,
      desc = "the byte was used and all is refused, or all is granted and the byte refused")
  @State
  public static class CreditsOfASibling {
    private final Budget root = Budget.root("root", LIMIT);
    private final Budget left = root.child("left", Limit.NONE);
    private final Budget right = root.child("right", Limit.NONE);

    /// One byte is used, a batch waits beside it.
    public CreditsOfASibling() {
      left.acquire(1);
    }

    /// Takes a byte of it.
    @Actor
    public void one(III_Result r) {
      r.r1 = granted(left.tryAcquire(1));
    }

    /// Takes all but the first.
    @Actor
    public void other(III_Result r) {
      r.r2 = granted(right.tryAcquire(LIMIT - 1));
    }

    /// What is used beside the large request, if that was granted less the whole.
    @Arbiter
    public void end(III_Result r) {
      root.verify();
      r.r3 = (int) (root.usedBytes() % LIMIT);
    }
  }

  /// The last bytes are given back and wanted by both.
  @JCStressTest
  @Outcome(
      id = {"1, 0, 0", "0, 1, 0"},
      expect = ACCEPTABLE,
      desc = "one is granted: what was given back is not lost")
  @State
  public static class ReleaseAndAcquire {
    private final Budget root = Budget.root("root", LIMIT);
    private final Budget left = root.child("left", Limit.NONE);
    private final Budget right = root.child("right", Limit.NONE);

    /// Full.
    public ReleaseAndAcquire() {
      left.acquire(LIMIT);
    }

    /// Gives back and takes.
    @Actor
    public void one(III_Result r) {
      left.release(500);
      r.r1 = granted(left.tryAcquire(500));
    }

    /// Takes of another child.
    @Actor
    public void other(III_Result r) {
      r.r2 = granted(right.tryAcquire(500));
    }

    /// Whether it is full again.
    @Arbiter
    public void end(III_Result r) {
      root.verify();
      r.r3 = (int) (LIMIT - root.usedBytes());
    }
  }

  /// A thread uses its own credits while another wants all that is not used.
  @JCStressTest
  @Outcome(
      id = {"1, 0, 1", "1, 1, 0"},
      expect = ACCEPTABLE,
      desc = "a byte and the rest, or two bytes and a refusal")
  @State
  public static class CreditAndAcquire {
    private final Budget root = Budget.root("root", LIMIT);

    /// Takes two bytes, the second by plain reads and writes unless its credits were revoked.
    @Actor
    public void owner(III_Result r) {
      Credit credit = root.credit();
      r.r1 = granted(credit.tryTake(1));
      r.r2 = granted(credit.tryTake(1));
    }

    /// Takes all but one byte.
    @Actor
    public void other(III_Result r) {
      r.r3 = granted(root.tryAcquire(LIMIT - 1));
    }

    /// What is used is what was granted.
    @Arbiter
    public void end(III_Result r) {
      root.verify();
      long granted = r.r1 + r.r2 + r.r3 * (LIMIT - 1);
      if (root.usedBytes() != granted) {
        throw new IllegalStateException(root.usedBytes() + " used, " + granted + " granted");
      }
    }
  }

  /// A thread gives a byte to its credits while another wants all that will not be used.
  @JCStressTest
  @Outcome(
      id = {"1, 1, 0", "1, 0, 1", "0, 1, 1"},
      expect = ACCEPTABLE,
      desc = "the rest is refused; or granted after the byte was given; or before two were taken")
  @State
  public static class GiveAndAcquire {
    private final Budget root = Budget.root("root", LIMIT);

    /// Takes two bytes, gives one back, and takes it again.
    @Actor
    public void owner(III_Result r) {
      Credit credit = root.credit();
      r.r1 = granted(credit.tryTake(2));
      if (r.r1 == 1) {
        credit.give(1);
      }
      r.r2 = granted(credit.tryTake(1));
    }

    /// Takes all but one byte.
    @Actor
    public void other(III_Result r) {
      r.r3 = granted(root.tryAcquire(LIMIT - 1));
    }

    /// What is used is what was granted.
    @Arbiter
    public void end(III_Result r) {
      root.verify();
      long granted = r.r1 + r.r2 + r.r3 * (LIMIT - 1);
      if (root.usedBytes() != granted) {
        throw new IllegalStateException(root.usedBytes() + " used, " + granted + " granted");
      }
    }
  }

  /// A thread takes and gives over and over while another wants all: its credits are revoked in the
  /// middle of that.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "what is used is what was granted")
  @State
  public static class ChurnAndAcquire {
    private static final int ROUNDS = 100;

    private final Budget root = Budget.root("root", LIMIT);
    private long kept;
    private long large;

    /// Takes two bytes and gives one back, or gives back what it has.
    @Actor
    public void owner() {
      Credit credit = root.credit();
      for (int i = 0; i < ROUNDS; i++) {
        if (credit.tryTake(2)) {
          credit.give(1);
          kept++;
        } else {
          credit.give(kept);
          kept = 0;
        }
      }
    }

    /// Takes all, again and again until it is granted once.
    @Actor
    public void other() {
      for (int i = 0; i < ROUNDS && large == 0; i++) {
        large = root.tryAcquire(LIMIT - ROUNDS / 2) ? LIMIT - ROUNDS / 2 : 0;
      }
    }

    /// What is used and was not granted, or the other way round.
    @Arbiter
    public void end(I_Result r) {
      root.verify();
      r.r1 = (int) (root.usedBytes() - kept - large);
    }
  }

  /// A promise is used piece by piece while it is given back.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "the pieces are used, and nothing is reserved")
  @State
  public static class UseAndClose {
    private final Budget root = Budget.root("root", 10);
    private final Reservation promise = root.reserve(10);
    private int used;

    /// Uses pieces until it is refused.
    @Actor
    public void user() {
      try {
        for (int i = 0; i < 10; i++) {
          promise.use(1);
          used++;
        }
      } catch (IllegalStateException e) {
        return; // closed
      }
    }

    /// Gives back the rest.
    @Actor
    public void closer() {
      promise.close();
    }

    /// What is charged beside the pieces.
    @Arbiter
    public void end(I_Result r) {
      root.verify();
      r.r1 = (int) root.statistics().chargedBytes() - used;
    }
  }

  /// A heap commits while another thread takes: more than half of what is there, both.
  @JCStressTest
  @Outcome(
      id = {"6, 0, 6", "0, 6, 6"},
      expect = ACCEPTABLE,
      desc = "one is granted")
  @State
  public static class CommitAndAcquire {
    private final Budget root = Budget.root("root", 10);
    private final Budget query = root.child("query", Limit.NONE);
    private final HeapCharge heap = HeapCharge.of(query, Long.MAX_VALUE);

    /// Commits.
    @Actor
    public void heap(III_Result r) {
      r.r1 = heap.charge(6) ? 6 : 0;
      heap.tell();
    }

    /// Takes.
    @Actor
    public void other(III_Result r) {
      r.r2 = root.tryAcquire(6) ? 6 : 0;
    }

    /// The sum.
    @Arbiter
    public void end(III_Result r) {
      root.verify();
      r.r3 = (int) root.usedBytes();
      if (heap.bytes() != r.r1 || query.usedBytes() != r.r1) {
        throw new IllegalStateException(heap.bytes() + " and " + query.usedBytes());
      }
    }
  }
}
