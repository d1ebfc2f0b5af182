package dev.freehold.alloc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The slabs that one thread takes small blocks from, without a lock; or those of a stripe, which
/// virtual threads share by turns.
///
/// ```text
/// caches     16 | 32 | 48 | ... | 1024      a SlabCache per size class
/// returned   slab -> slab -> ...            slabs in which other threads have freed slots
/// leaving    slab -> slab -> ...            empty slabs, unlinked, on their way to the source
/// ```
///
/// Nothing is counted here: what lives is read off the slabs when someone asks.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `thread` | plain, acquire | release | the allocator's lock |
/// | `returned` | atomic | atomic | - |
/// | all others | plain | plain | the owner; of a stripe, who has its turn |
final class ThreadSlabs {
  /// The largest block that a slab of a thread holds.
  static final int LARGEST = 1 << 10; // 1 KiB

  private static final int CLASSES = SizeClasses.of(LARGEST) + 1;
  private static final VarHandle THREAD =
      Atomics.field(MethodHandles.lookup(), "thread", Thread.class);
  private static final VarHandle RETURNED =
      Atomics.field(MethodHandles.lookup(), "returned", SlotRun.class);

  /// Whose turn it is at a stripe; `null` where one thread owns these slabs.
  final @Nullable ReentrantLock turn;

  final SlabCache[] caches = new SlabCache[CLASSES];
  @Nullable SlotRun leaving;

  private @Nullable Thread thread;

  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile @Nullable SlotRun returned;

  private ThreadSlabs(@Nullable Thread thread, @Nullable ReentrantLock turn) {
    this.thread = thread;
    this.turn = turn;
    for (int c = 0; c < CLASSES; c++) {
      caches[c] = new SlabCache(c);
    }
  }

  static ThreadSlabs ofThread(Thread thread) {
    return new ThreadSlabs(thread, null);
  }

  static ThreadSlabs ofStripe() {
    return new ThreadSlabs(null, new ReentrantLock());
  }

  boolean isOf(Thread other) {
    return thread == other;
  }

  /// Whether the thread that owned these slabs has ended, so that another may have them.
  boolean isAbandoned() {
    Thread owner = (Thread) THREAD.getAcquire(this);
    return owner != null && !owner.isAlive();
  }

  void adopt(Thread heir) {
    THREAD.setRelease(this, heir);
  }

  /// Takes a slot of a class that has a free one.
  long take(SlabCache cache, int bytes) {
    SlotRun run = cache.head;
    int slot = run.take(bytes);
    if (run.isFull()) {
      cache.advance();
    }
    return run.addressOf(slot);
  }

  /// Frees a live slot of one of these slabs. A slab that should go is put among the leaving.
  void give(SlotRun run, int slot) {
    boolean wasFull = run.isFull();
    run.give(slot);
    if (wasFull || run.used == 0 && !caches[run.sizeClass].hasKept(run)) {
      given(run, wasFull);
    }
  }

  private void given(SlotRun run, boolean wasFull) {
    SlabCache cache = caches[run.sizeClass];
    if (wasFull) {
      cache.link(run);
    }
    if (run.used == 0 && !cache.keep(run)) {
      leave(cache, run);
    }
  }

  private void leave(SlabCache cache, SlotRun run) {
    cache.remove(run);
    run.next = leaving;
    leaving = run;
  }

  /// Another thread has freed the first slot of a slab since its list was last taken.
  void pushReturned(SlotRun run) {
    SlotRun before;
    do {
      before = (SlotRun) RETURNED.getAcquire(this);
      run.nextReturned = before;
    } while (!RETURNED.compareAndSet(this, before, run));
  }

  /// Frees the slots that other threads have given back.
  void takeReturned() {
    SlotRun run = (SlotRun) RETURNED.getAndSet(this, (SlotRun) null);
    while (run != null) {
      SlotRun next = run.nextReturned; // once its list is taken it may be pushed again
      boolean wasFull = run.isFull();
      run.takeReturned();
      given(run, wasFull);
      run = next;
    }
  }

  /// Puts every empty slab among the leaving.
  void dropReserves() {
    for (SlabCache cache : caches) {
      SlotRun reserve = cache.reserve();
      if (reserve != null) {
        leave(cache, reserve);
      }
    }
  }

  /// Hands the leaving slabs on.
  void drain(Consumer<SlotRun> source) {
    while (leaving != null) {
      SlotRun run = leaving;
      leaving = run.next;
      run.next = null;
      source.accept(run);
    }
  }

  /// Checks the caches against the slabs found by address. No thread uses the allocator.
  void verify(SlabMap map) {
    SlabAudit audit = new SlabAudit(map);
    map.forEach(
        run -> {
          if (run.owner == this) {
            audit.slab(run);
          }
        });
    for (SlabCache cache : caches) {
      cache.verify(audit);
    }
  }

  @Override
  public String toString() {
    return "slabs of " + (turn == null ? thread : "a stripe");
  }
}
