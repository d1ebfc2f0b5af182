package dev.freehold;

import dev.freehold.region.Payer;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a heap has charged to its budget: the bytes that are committed for it, within its limit.
///
/// ```text
/// bytes = committedBytes of its region + pages of its blocks between guard pages
///       = its part of `committed` of the budget
/// bytes <= limit
/// ```
///
/// Bytes are charged by the allocator of the heap, under its locks, where no listener may be told.
/// What the charge changes in the levels of budgets is told by [#tell], which the heap calls where
/// it holds no lock.
///
/// | field | access | guard |
/// |---|---|---|
/// | `bytes` | atomic | none |
/// | `isUntold` | volatile | none: who clears it tells |
/// | `holders` | plain | written once, before publication of the heap |
/// | `refused` | of the thread | none |
final class HeapCharge implements Payer {
  private final Budget budget;
  private final long limit;
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean isUntold;
  private @Nullable Registration holders;

  /// What this thread was refused last, so that its heap can say why.
  private static final ThreadLocal<@Nullable Refused> REFUSED = new ThreadLocal<>();

  /// Weak, because a thread may keep it for long: a refused guard page is made up for by canaries.
  private record Refused(WeakReference<HeapCharge> charge, Budget full, long bytes) {}

  private HeapCharge(Budget budget, long limit) {
    this.budget = budget;
    this.limit = limit;
  }

  /// A heap is about to be opened: from now on the budget cannot be closed.
  ///
  /// @param limit the most bytes that may be committed at once
  /// @throws IllegalStateException if the budget is closed
  static HeapCharge of(Budget budget, long limit) {
    budget.tree.addHeap(budget);
    return new HeapCharge(budget, limit);
  }

  /// Names the heap among the holders of the budget.
  void register(Heap heap) {
    holders = budget.register(new HeapHolders(heap));
  }

  /// The memory of the heap is given back, or could not be had. Called once.
  void close() {
    Registration registered = holders;
    if (registered != null) {
      registered.close();
    }
    budget.tree.removeHeap(budget);
    tell();
  }

  @Override
  public boolean charge(long more) {
    if (!count(more)) {
      REFUSED.remove();
      return false;
    }
    Budget full = budget.tree.commit(budget, more);
    isUntold = true;
    if (full != null) {
      bytes.addAndGet(-more);
      REFUSED.set(new Refused(new WeakReference<>(this), full, more));
      return false;
    }
    return true;
  }

  private boolean count(long more) {
    long now;
    do {
      now = bytes.get();
      if (more > limit - now) {
        return false;
      }
    } while (!bytes.compareAndSet(now, now + more));
    return true;
  }

  @Override
  public void discharge(long given) {
    bytes.addAndGet(-given);
    budget.tree.decommit(budget, given);
    isUntold = true;
  }

  @Override
  public String refusal() {
    return last() == null
        ? "%d bytes are committed, those between guard pages included, the limit is %d bytes"
            .formatted(bytes(), limit)
        : "by budget '%s'".formatted(budget.path());
  }

  /// What is charged now.
  long bytes() {
    return bytes.get();
  }

  /// Tells the listeners of budgets what has changed, on this thread. It must hold no lock.
  void tell() {
    if (isUntold) {
      isUntold = false;
      budget.tree.tell();
    }
  }

  /// Forgets what this thread was refused.
  void forget() {
    REFUSED.remove();
  }

  /// Has all who hold bytes of the budget that refused this thread give back what they do not use.
  ///
  /// @return whether a budget has refused, and there is more room now
  boolean trimHolders() {
    Refused last = last();
    return last != null && last.full().trim() > 0;
  }

  /// Takes note that the program is told of the last refusal of this thread.
  ///
  /// @return what the budget has to say of it, or null where no budget has refused
  @Nullable BudgetExceededException refused() {
    Refused last = last();
    if (last == null) {
      return null;
    }
    forget();
    budget.tree.countRefusal(last.full());
    return budget.refusal(last.bytes(), last.full());
  }

  /// The same, for a program that asks for no words.
  void countRefusal() {
    Refused last = last();
    if (last != null) {
      forget();
      budget.tree.countRefusal(last.full());
    }
  }

  private @Nullable Refused last() {
    Refused last = REFUSED.get();
    return last == null || !last.charge().refersTo(this) ? null : last;
  }
}
