package dev.freehold;

import dev.freehold.guard.Poison;
import dev.freehold.os.Memory;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Equal blocks of a heap that are handed out, returned and handed out again, up to a limit.
///
/// For buffers whose number must be bounded, waited for, or cleaned between two users. Where none
/// of that is wanted, a block is as cheap to take from the heap itself, and a small one cheaper.
///
/// ```text
///            miss: heap.allocate
///           +--------------------------- heap <--------------------+
///           v                                                      | idle blocks are enough,
///        TAKEN --close--> cleaned --+------------------------------+ or the pool is closed
///           ^                       |
///           +------- hit ------- IDLE (the latest returned first)
///
/// taken + idle = created - freed      taken <= limit      idle <= PoolConfig.idle
/// ```
///
/// From [Checks#FULL] on, nothing is kept: every block goes back to the heap, whose canaries,
/// poison and quarantine then see each lease apart.
///
/// Safe for use by many threads, platform and virtual; a lease is confined to one. Threads that
/// wait for a lease get it in the order in which they asked.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `permits` | | | atomic: the leases that may still be taken |
/// | `idle`, `tickets`, `closed`, the figures | plain | plain | `lock` |
/// | all others | plain | once, before publication | final |
///
/// A thread takes a permit before it counts as taken, and gives it back after: so `taken` never
/// exceeds the limit. Blocks are taken, cleaned and freed outside of the lock.
public final class Pool implements AutoCloseable {
  private final Heap heap;
  private final PoolConfig config;
  private final int idleLimit;
  private final Semaphore permits;
  private final ReferenceQueue<Object> dropped = new ReferenceQueue<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Parcel> idle = new ArrayDeque<>();
  private final Set<Ticket> tickets = new LinkedHashSet<>();
  private boolean closed;
  private int taken;
  private int peak;
  private long created;
  private long freed;
  private long hits;
  private long waits;
  private long refused;

  private Pool(Heap heap, PoolConfig config) {
    this.heap = heap;
    this.config = config;
    this.idleLimit = heap.isRecorded() ? 0 : config.idle();
    this.permits = new Semaphore(config.limit(), true);
  }

  /// Opens a pool. It takes its first block with its first lease.
  ///
  /// @param heap where its blocks come from; to be closed after the pool
  /// @param config how
  /// @return a pool without blocks
  public static Pool of(Heap heap, PoolConfig config) {
    return new Pool(heap, config);
  }

  /// What messages call this pool.
  ///
  /// @return the name of the configuration
  public String name() {
    return config.name();
  }

  /// The most leases that may be open at once.
  ///
  /// @return that of the configuration
  public int limit() {
    return config.limit();
  }

  /// Takes a lease, and waits for it where the limit is reached and the configuration says so.
  ///
  /// @return a lease confined to this thread
  /// @throws PoolExhaustedException if the limit is reached, and stays so; or if the thread is
  ///   interrupted while it waits, which leaves it interrupted
  /// @throws OffHeapOutOfMemoryException if the heap has no room; the pool is unchanged
  /// @throws MisuseException if a block was written to while it was idle, and cleaning is
  ///   [PoolConfig.Cleaning#POISON]; the block is freed
  /// @throws IllegalStateException if the pool is closed
  public Lease take() {
    reportDropped();
    if (!isPermitted()) {
      awaitPermit();
    }
    Block block = null;
    try {
      Parcel kept = begin();
      block = kept == null ? create() : reopen(kept);
      return new Lease(this, block);
    } finally {
      if (block == null) {
        permits.release();
      }
    }
  }

  /// Asks in turn: a plain tryAcquire would overtake the threads that wait.
  private boolean isPermitted() {
    try {
      return permits.tryAcquire(0, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return permits.tryAcquire();
    }
  }

  private void awaitPermit() {
    long began = System.nanoTime();
    String how = "refused after";
    if (!config.patience().isZero()) {
      count(() -> waits++);
      try {
        if (permits.tryAcquire(nanos(config.patience()), TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        how = "interrupted after";
      }
    }
    count(() -> refused++);
    throw new PoolExhaustedException(
        config, statistics(), Duration.ofNanos(System.nanoTime() - began), how);
  }

  private static long nanos(Duration patience) {
    return TimeUnit.NANOSECONDS.convert(patience);
  }

  private void count(Runnable increment) {
    lock.lock();
    try {
      increment.run();
    } finally {
      lock.unlock();
    }
  }

  /// Counts a lease, of a block that is kept or one still to be created.
  private @Nullable Parcel begin() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "pool '%s' is closed and hands out no more: close it after the last use, or open another"
                .formatted(name()));
      }
      Parcel kept = idle.pollLast();
      if (kept == null) {
        created++;
      } else {
        hits++;
      }
      taken++;
      peak = Math.max(peak, taken);
      return kept;
    } finally {
      lock.unlock();
    }
  }

  private Block create() {
    Block block = null;
    try {
      block = heap.allocate(config.bytes(), config.alignment());
      clean(block.address());
      return block;
    } finally {
      if (block == null) {
        count(() -> {
          created--;
          taken--;
        });
      }
    }
  }

  private Block reopen(Parcel kept) {
    Block block = kept.receive();
    if (config.cleaning() == PoolConfig.Cleaning.POISON) {
      long at = Poison.firstWritten(block.address(), config.bytes());
      if (at != 0) {
        count(() -> {
          hits--;
          taken--;
          freed++;
        });
        block.close();
        throw writtenWhileIdle(block, at - block.address());
      }
    }
    return block;
  }

  private MisuseException writtenWhileIdle(Block block, long offset) {
    return new MisuseException(
        new Report(
            Defect.WRITE_AFTER_FREE,
            "block of pool '%s' written to while no lease had it, at offset %d"
                .formatted(name(), offset),
            block.toString(),
            heap.name(),
            null,
            block.tether.freed(),
            block.taken(),
            "run with -D%s=full: it tells whose lease the block was".formatted(Checks.PROPERTY)));
  }

  private void clean(long address) {
    switch (config.cleaning()) {
      case NONE -> {}
      case ZERO -> Memory.fill(address, config.bytes(), (byte) 0);
      case POISON -> Poison.fillFreed(address, config.bytes());
    }
  }

  /// A lease is closed: its block is kept or freed.
  void giveBack(Parcel parcel, Block block, @Nullable Ticket ticket) {
    clean(block.address());
    boolean kept;
    lock.lock();
    try {
      kept = !closed && idle.size() < idleLimit;
      if (kept) {
        idle.addLast(parcel);
      } else {
        freed++;
      }
      taken--;
      if (ticket != null) {
        tickets.remove(ticket);
      }
    } finally {
      lock.unlock();
    }
    try {
      if (!kept) {
        parcel.close();
      }
    } finally {
      permits.release();
    }
    reportDropped();
  }

  /// Remembers a lease or a parcel of one, where the heap records where blocks are taken.
  @Nullable Ticket track(Object lease, Block block) {
    if (!heap.isRecorded()) {
      return null;
    }
    Ticket ticket = new Ticket(lease, block.taken(), dropped);
    count(() -> tickets.add(ticket));
    return ticket;
  }

  void forget(@Nullable Ticket ticket) {
    if (ticket != null) {
      count(() -> tickets.remove(ticket));
    }
  }

  private void reportDropped() {
    if (!heap.isRecorded()) {
      return;
    }
    List<Ticket> found = new ArrayList<>();
    lock.lock();
    try {
      for (Reference<?> next = dropped.poll(); next != null; next = dropped.poll()) {
        if (next instanceof Ticket ticket && tickets.remove(ticket)) {
          found.add(ticket);
        }
      }
    } finally {
      lock.unlock();
    }
    if (!found.isEmpty()) {
      config.listener().held(report(PoolReport.Cause.DROPPED, found.size(), found));
    }
  }

  private PoolReport report(PoolReport.Cause cause, int leases, Collection<Ticket> of) {
    return new PoolReport(
        name(),
        cause,
        leases,
        config.bytes(),
        of.stream().map(Ticket::taken).filter(Objects::nonNull).toList());
  }

  /// The figures of this moment. Works on a closed pool too.
  ///
  /// @return exact figures
  public PoolStatistics statistics() {
    lock.lock();
    try {
      return new PoolStatistics(
          name(), taken, idle.size(), created, freed, hits, waits, refused, peak);
    } finally {
      lock.unlock();
    }
  }

  /// Gives the idle blocks back to the heap.
  ///
  /// @return how many
  public int trim() {
    List<Parcel> unused;
    lock.lock();
    try {
      unused = drain();
    } finally {
      lock.unlock();
    }
    freeAll(unused);
    return unused.size();
  }

  /// Frees all, and throws what was found first: the sampled ones are checked.
  private static void freeAll(List<Parcel> unused) {
    MisuseException first = null;
    for (Parcel parcel : unused) {
      try {
        parcel.close();
      } catch (MisuseException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private List<Parcel> drain() {
    List<Parcel> unused = new ArrayList<>(idle);
    idle.clear();
    freed += unused.size();
    return unused;
  }

  /// Checks every invariant, in time linear in the open leases.
  ///
  /// @throws IllegalStateException naming the first that does not hold
  public void verify() {
    lock.lock();
    try {
      require(taken + idle.size() == created - freed, "taken + idle = created - freed");
      require(taken >= 0 && taken <= peak && peak <= config.limit(), "taken <= peak <= limit");
      require(idle.size() <= idleLimit, "idle <= the most that is kept");
      require(tickets.size() <= taken, "no more tickets than leases");
    } finally {
      lock.unlock();
    }
  }

  private void require(boolean holds, String invariant) {
    if (!holds) {
      throw new IllegalStateException("pool '%s': not %s".formatted(name(), invariant));
    }
  }

  /// Ends the leases to come, frees what is idle, and reports what is not returned. Leases that are
  /// open stay usable; their blocks are freed when they are closed. Threads that wait are refused.
  /// Closing twice has no effect.
  @Override
  public void close() {
    reportDropped();
    List<Parcel> unused;
    PoolReport report;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      unused = drain();
      report = report(PoolReport.Cause.OPEN_AT_CLOSE, taken, tickets);
    } finally {
      lock.unlock();
    }
    permits.release(); // wakes one that waits; it finds the pool closed and wakes the next
    try {
      freeAll(unused);
    } finally {
      if (report.leases() > 0) {
        config.listener().held(report);
      }
    }
  }

  @Override
  public String toString() {
    return "pool '%s'".formatted(name());
  }
}
