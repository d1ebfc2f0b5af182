package dev.freehold;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// Credits of a budget that one thread owns: it takes and gives by plain reads and writes, and
/// other threads can still take back what it does not use, even while it sleeps or after it has
/// ended.
///
/// ## How plain credits are revoked
///
/// A thread that revokes must know that the owner is not between its read and its write. Atomic
/// operations or fences would say so, and cost the owner several nanoseconds each time. Here the
/// JVM says so instead. The credits are a word of native memory, which the owner sees through a
/// segment whose scope is a shared arena:
///
/// ```text
/// owner     view.get ... view.set          throws once the scope is closed
/// revoker   scope.close(), then word.get   after the close no access through a view completes
/// ```
///
/// So the revoker reads the last value that the owner wrote, and the owner, whose next access
/// throws, goes to the lock of the tree. An access may complete and throw nonetheless, where the
/// close comes between its store and its return. The owner therefore compares what the revoker
/// found with what the store would have left, and knows whether it happened: the word has no other
/// writer.
///
/// A close costs tens of microseconds, and only a request that would else be refused pays it. Close
/// to a limit nothing is lent, so it is not paid over and over.
///
/// ## Concurrency
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `view`, `most` | plain | plain | the owner thread |
/// | the word, while lent | plain | plain | the owner thread |
/// | the word, while not lent | plain | plain | the lock of the tree |
/// | `lent`, `collected`, `closed` | plain | plain | the lock of the tree |
public final class Credit implements AutoCloseable {
  private static final MemorySegment NOTHING = Arena.global().allocate(JAVA_LONG);
  private static final long LINES = 128;
  private static final long NO_STORE = -1;

  final Budget budget;
  final Thread owner = Thread.currentThread();
  private final MemorySegment word = Arena.ofAuto().allocate(LINES, LINES);
  private MemorySegment view = NOTHING;
  private long most = -1;
  boolean lent;
  boolean closed;
  private long collected;

  Credit(Budget budget) {
    this.budget = budget;
  }

  /// Takes bytes from the budget.
  ///
  /// @param bytes at least 0
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws WrongThreadException on another thread than the owner
  /// @throws IllegalStateException if this or the budget is closed
  /// @throws BudgetExceededException if a limit refuses
  public void take(long bytes) {
    Budget full = request(bytes);
    if (full != null) {
      throw budget.refusal(bytes, full);
    }
  }

  /// Takes bytes from the budget, where no limit refuses.
  ///
  /// @param bytes at least 0
  /// @return whether they were taken
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws WrongThreadException on another thread than the owner
  /// @throws IllegalStateException if this or the budget is closed
  public boolean tryTake(long bytes) {
    return request(bytes) == null;
  }

  private @Nullable Budget request(long bytes) {
    Budget.check(bytes);
    ensureOwner();
    long inDoubt = NO_STORE;
    try {
      long held = view.get(JAVA_LONG, 0);
      if (bytes <= held) {
        inDoubt = held - bytes;
        view.set(JAVA_LONG, 0, inDoubt);
        return null;
      }
    } catch (IllegalStateException revoked) {
      return budget.tree.acquire(this, bytes, inDoubt);
    } finally {
      Reference.reachabilityFence(word); // whose memory the view does not keep
    }
    return budget.tree.acquire(this, bytes, NO_STORE);
  }

  /// Gives bytes back to the budget, whoever took them from it.
  ///
  /// @param bytes at least 0
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws WrongThreadException on another thread than the owner
  /// @throws IllegalStateException if this or the budget is closed, or more is given back than the
  ///   budget has granted, as far as that is noticed here; [Budget#verify] notices it all
  public void give(long bytes) {
    Budget.check(bytes);
    ensureOwner();
    long inDoubt = NO_STORE;
    try {
      long held = view.get(JAVA_LONG, 0);
      if (bytes <= most - held) {
        inDoubt = held + bytes;
        view.set(JAVA_LONG, 0, inDoubt);
        return;
      }
    } catch (IllegalStateException revoked) {
      budget.tree.release(this, bytes, inDoubt);
      return;
    } finally {
      Reference.reachabilityFence(word);
    }
    budget.tree.release(this, bytes, NO_STORE);
  }

  /// Returns what it holds. Called by the owner, or by any thread after the owner has ended; where
  /// nobody does, the credits are taken back when they are needed. Closing twice has no effect.
  ///
  /// @throws WrongThreadException on another thread while the owner lives
  @Override
  public void close() {
    if (owner.isAlive()) {
      ensureOwner();
    }
    budget.tree.retire(this);
  }

  private void ensureOwner() {
    if (Thread.currentThread() != owner) {
      throw new WrongThreadException(
          "a credit of budget '%s' belongs to thread '%s': take one for each thread"
              .formatted(budget.path(), owner.getName()));
    }
  }

  void ensureOpen() {
    budget.ensureOpen();
    if (closed) {
      throw new IllegalStateException(
          "this credit of budget '%s' is closed: take another with Budget.credit"
              .formatted(budget.path()));
    }
  }

  /// Begins a loan, on the owner.
  void open(Arena scope, long bytes) {
    hold(bytes);
    view = Memory.view(word.address(), JAVA_LONG.byteSize(), scope);
    most = budget.most();
    lent = true;
  }

  /// Ends a loan: what the owner held last.
  long collect() {
    lent = false;
    collected = held();
    return collected;
  }

  /// Whether a store that a revocation has cut off happened, called by the owner.
  boolean happened(long inDoubt) {
    settle();
    return inDoubt != NO_STORE && collected == inDoubt;
  }

  /// Turns the owner's view away from a loan that has ended, called by the owner.
  void settle() {
    if (!lent) {
      view = NOTHING;
      most = -1;
    }
  }

  long held() {
    return word.get(JAVA_LONG, 0);
  }

  void hold(long bytes) {
    word.set(JAVA_LONG, 0, bytes);
  }
}
