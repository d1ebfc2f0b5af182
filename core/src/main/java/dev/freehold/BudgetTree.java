package dev.freehold;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The slow half of the budgets of one root: what is charged where, under one lock.
///
/// ## The protocol
///
/// *Credits* are bytes that are charged to a budget and all above it, and that nobody uses yet.
/// They lie in the [Stripes] of a budget, which threads share, or in a [Credit], which one thread
/// owns. Taking and giving move bytes between use and credits, and touch nothing shared. Only where
/// the credits do not suffice, or become too many, does a thread come here.
///
/// ```text
/// charged(b) = own(b) + sum of charged(child)              own(b) = use + reservations + credits of b
/// use(b)     = acquired - released + committed(b)          committed(b): of the heaps of b
/// 0 <= charged(b) <= limit(b)                              at every moment
/// use(b and below) = charged(b) - reservations - credits   so never above the limit either
/// ```
///
/// A request is refused only where `use + reservations + bytes > limit` holds at one moment:
///
/// ```text
/// 1. the lock is taken: no credits are made, charged or returned but by this thread
/// 2. full = the lowest budget of the path without room; its stripes, and those of all below it, are
///    frozen: each is emptied by an exchange, and takes and gives that come later wait for the lock
/// 3. still no room, and lent credits could make it: the scope of all lent credits is closed, so
///    that no owner can write its credits any more, and what they hold is returned
/// 4. now no credits are left in full, so charged = use + reservations: compared, and decided
/// 5. the stripes thaw, empty
/// ```
///
/// Batches shrink with the room that is left, to nothing at the limit, so that little is stranded
/// where it is needed; what is stranded nonetheless, step 2 brings back.
///
/// Heaps are charged by [#commit] and [#decommit], while their allocators are in the middle of an
/// operation. These two tell no listener; the heap calls [#tell] once it has left its own locks. A
/// thread that comes to the tree in between may tell first.
///
/// ## Concurrency
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `own`, `charged`, `committed`, `peak`, `refusals`, `heaps`, `closed`, `children`, of each budget | plain | plain | `lock` |
/// | `level` of each budget | volatile | volatile | written under `lock` |
/// | `scope`, `lent`, `lentMost`, `reapAt`, `crossed` | plain | plain | `lock` |
/// | the stripes | see [Stripes] | | |
/// | the word of a lent credit | plain | plain | its owner; after the scope is closed, `lock` |
///
/// The lock is a leaf: no listener and no code of the program runs under it.
final class BudgetTree {
  private static final int FIRST_REAP = 64;

  final ReentrantLock lock = new ReentrantLock();
  private @Nullable Arena scope;
  private final List<Credit> lent = new ArrayList<>();
  private long lentMost;
  private int reapAt = FIRST_REAP;
  private final Set<Budget> crossed = new LinkedHashSet<>();

  /// Charges a request that a stripe could not serve.
  ///
  /// @return null where it was granted, else the budget that refuses
  @Nullable Budget acquire(Budget budget, long bytes) {
    lock.lock();
    try {
      budget.ensureOpen();
      budget.stripes.growWhereCrowded();
      if (budget.stripes.take(bytes)) { // refilled by another while this thread waited
        return null;
      }
      Budget full = makeRoom(budget, bytes);
      if (full == null) {
        long extra = budget.batch(bytes);
        charge(budget, bytes + extra);
        budget.stripes.add(extra);
      } else {
        full.refusals++;
      }
      return full;
    } finally {
      unlockAndTell();
    }
  }

  /// Charges what a heap is about to commit, to the byte: no credits are made beside it.
  ///
  /// @return null where it was granted, else the budget that refuses
  @Nullable Budget commit(Budget budget, long bytes) {
    lock.lock();
    try {
      Budget full = makeRoom(budget, bytes);
      if (full == null) {
        charge(budget, bytes);
        budget.committed += bytes;
      }
      return full;
    } finally {
      lock.unlock();
    }
  }

  /// Returns what a heap has decommitted, or could not commit.
  void decommit(Budget budget, long bytes) {
    lock.lock();
    try {
      budget.committed -= bytes;
      discharge(budget, bytes);
    } finally {
      lock.unlock();
    }
  }

  /// Tells the listeners what [#commit] and [#decommit] have changed.
  void tell() {
    lock.lock();
    unlockAndTell();
  }

  /// Counts a refusal that the program was told of.
  void countRefusal(Budget full) {
    lock.lock();
    try {
      full.refusals++;
    } finally {
      lock.unlock();
    }
  }

  /// Returns what a stripe could not hold, and with it what the stripe holds beyond a batch.
  void release(Budget budget, long bytes) {
    lock.lock();
    try {
      budget.ensureHolds(bytes, 0);
      if (budget.closed) { // and bytes is 0
        return;
      }
      budget.stripes.growWhereCrowded();
      long credits = budget.stripes.drain();
      if (bytes > budget.own - budget.committed - credits) {
        budget.stripes.add(credits);
        budget.ensureHolds(bytes, credits);
      }
      budget.stripes.add(keep(budget, credits + bytes));
    } finally {
      unlockAndTell();
    }
  }

  /// Charges a promise, without credits beside it.
  @Nullable Budget reserve(Budget budget, long bytes) {
    lock.lock();
    try {
      budget.ensureOpen();
      Budget full = makeRoom(budget, bytes);
      if (full == null) {
        charge(budget, bytes);
        budget.reserved.addAndGet(bytes);
      } else {
        full.refusals++;
      }
      return full;
    } finally {
      unlockAndTell();
    }
  }

  /// Takes back what is left of a promise.
  void unreserve(Budget budget, long bytes) {
    lock.lock();
    try {
      budget.reserved.addAndGet(-bytes);
      discharge(budget, bytes);
    } finally {
      unlockAndTell();
    }
  }

  /// Serves a request that the credits of a thread could not, called by that thread.
  ///
  /// @param inDoubt what the word holds if a store that was cut off by a revocation happened after
  ///   all, -1 where none was
  @Nullable Budget acquire(Credit credit, long bytes, long inDoubt) {
    lock.lock();
    try {
      credit.ensureOpen();
      if (credit.happened(inDoubt)) {
        return null;
      }
      Budget budget = credit.budget;
      Budget full = makeRoom(budget, bytes);
      credit.settle();
      if (full != null) {
        full.refusals++;
        return full;
      }
      long extra = budget.batch(bytes);
      if (credit.lent) {
        extra = Math.min(extra, budget.most() - credit.held());
        credit.hold(credit.held() + extra);
        charge(budget, bytes + extra);
      } else {
        charge(budget, bytes);
        lend(credit, extra);
      }
      return null;
    } finally {
      unlockAndTell();
    }
  }

  /// Returns what the credits of a thread could not hold, called by that thread.
  void release(Credit credit, long bytes, long inDoubt) {
    lock.lock();
    try {
      credit.ensureOpen();
      if (credit.happened(inDoubt)) {
        return;
      }
      Budget budget = credit.budget;
      long held = credit.lent ? credit.held() : 0;
      budget.ensureHolds(bytes, held);
      if (credit.lent) {
        credit.hold(keep(budget, held + bytes));
      } else {
        discharge(budget, bytes);
        lend(credit, Math.min(bytes, budget.batch(0)));
      }
    } finally {
      unlockAndTell();
    }
  }

  /// Returns the credits of a thread for good, called by that thread or after its end.
  void retire(Credit credit) {
    lock.lock();
    try {
      credit.closed = true;
      if (credit.lent) { // its owner is here, or has ended: nobody writes the word
        collect(credit);
        lent.remove(credit);
      }
      credit.settle();
    } finally {
      unlockAndTell();
    }
  }

  /// Returns bytes that are charged to a budget, but for a batch.
  ///
  /// @return the credits that stay charged
  private long keep(Budget budget, long bytes) {
    discharge(budget, bytes);
    long kept = Math.min(bytes, budget.batch(0));
    charge(budget, kept);
    return kept;
  }

  /// Lends credits to a thread where they are worth the revocation.
  @SuppressWarnings("MustBeClosedChecker") // closed by revoke, and holds no memory itself
  private void lend(Credit credit, long bytes) {
    if (bytes == 0 || bytes < credit.budget.mostBatch / 4) {
      return;
    }
    if (lent.size() >= reapAt) {
      reap();
    }
    Arena open = scope == null ? Arena.ofShared() : scope;
    scope = open;
    credit.open(open, bytes);
    lent.add(credit);
    lentMost += credit.budget.most();
    charge(credit.budget, bytes);
  }

  /// Collects the credits of threads that have ended.
  private void reap() {
    for (int i = lent.size() - 1; i >= 0; i--) {
      if (!lent.get(i).owner.isAlive()) {
        collect(lent.get(i));
        lent.set(i, lent.getLast());
        lent.removeLast();
      }
    }
    reapAt = Math.max(FIRST_REAP, 2 * lent.size());
  }

  /// Takes back all lent credits: once the scope is closed, no access of an owner completes.
  private void revoke() {
    Arena open = scope;
    if (open != null) {
      open.close();
      scope = null;
      lent.forEach(this::collect);
      lent.clear();
    }
  }

  private void collect(Credit credit) {
    lentMost -= credit.budget.most();
    discharge(credit.budget, credit.collect());
  }

  /// Finds room for a request, by taking credits back where there is none.
  ///
  /// @return null where there is room on the whole path, else the budget that has none
  private @Nullable Budget makeRoom(Budget budget, long bytes) {
    Budget swept = null;
    Budget full = budget.full(bytes);
    while (full != null && full != swept && bytes <= full.limitBytes()) {
      swept = full;
      freeze(full);
      full = budget.full(bytes);
      if (full == swept && bytes - full.room() <= lentMost) {
        revoke();
        full = budget.full(bytes);
      }
    }
    if (swept != null) {
      thaw(swept);
    }
    return full;
  }

  private void freeze(Budget budget) {
    discharge(budget, budget.stripes.freeze());
    budget.children.forEach(this::freeze);
  }

  private void thaw(Budget budget) {
    budget.stripes.thaw();
    budget.children.forEach(this::thaw);
  }

  private void charge(Budget budget, long bytes) {
    if (bytes != 0) {
      budget.own += bytes;
      for (Budget at = budget; at != null; at = at.parent) {
        at.charged += bytes;
        at.peak = Math.max(at.peak, at.charged);
        if (at.crossing()) {
          crossed.add(at);
        }
      }
    }
  }

  private void discharge(Budget budget, long bytes) {
    charge(budget, -bytes);
  }

  void add(Budget parent, Budget child) {
    lock.lock();
    try {
      parent.ensureOpen();
      parent.children.add(child);
    } finally {
      lock.unlock();
    }
  }

  void addHeap(Budget budget) {
    lock.lock();
    try {
      budget.ensureOpen();
      budget.heaps++;
    } finally {
      lock.unlock();
    }
  }

  void removeHeap(Budget budget) {
    lock.lock();
    try {
      budget.heaps--;
    } finally {
      lock.unlock();
    }
  }

  /// Ends a budget that nobody uses.
  ///
  /// @return whether it is closed now
  boolean close(Budget budget) {
    lock.lock();
    try {
      if (budget.closed) {
        return true;
      }
      discharge(budget, budget.stripes.freeze());
      if (budget.own > 0) {
        revoke();
      }
      if (budget.own > 0 || budget.heaps > 0 || !budget.children.isEmpty()) {
        budget.stripes.thaw();
        return false;
      }
      budget.closed = true; // its stripes stay frozen: every use comes to the lock, and is refused
      if (budget.parent != null) {
        budget.parent.children.remove(budget);
      }
      return true;
    } finally {
      unlockAndTell();
    }
  }

  BudgetStatistics statistics(Budget budget) {
    lock.lock();
    try {
      return new BudgetAudit(lent).statistics(budget);
    } finally {
      lock.unlock();
    }
  }

  /// Checks the equations, at rest.
  void verify(Budget budget) {
    lock.lock();
    try {
      new BudgetAudit(lent).verify(budget);
    } finally {
      lock.unlock();
    }
  }

  /// Unlocks, then tells the listeners of the budgets whose level is another than before the lock.
  private void unlockAndTell() {
    if (crossed.isEmpty()) {
      lock.unlock();
      return;
    }
    Map<Budget, Pressure> changes = new LinkedHashMap<>();
    for (Budget budget : crossed) {
      if (budget.crossing()) {
        changes.put(budget, budget.cross());
      }
    }
    crossed.clear();
    lock.unlock();
    changes.forEach(Budget::tell);
  }
}
