package dev.freehold.alloc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The magazines of one thread, one per size class; or those of a stripe, which virtual threads
/// share by turns.
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `thread` | plain, by the thread itself; acquire | release | the allocator's lock |
/// | a magazine | plain | plain | the thread; of a stripe, who has its turn |
final class ThreadMagazines {
  /// The largest block that a magazine holds.
  static final int LARGEST = 1 << 10; // 1 KiB

  static final int CLASSES = SizeClasses.of(LARGEST) + 1;

  private static final VarHandle THREAD;

  static {
    try {
      THREAD = MethodHandles.lookup().findVarHandle(ThreadMagazines.class, "thread", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Whose turn it is at a stripe; `null` where one thread owns these magazines.
  final @Nullable ReentrantLock turn;

  final Magazine[] magazines = new Magazine[CLASSES];
  private @Nullable Thread thread;

  private ThreadMagazines(
      PerThread allocator, @Nullable Thread thread, @Nullable ReentrantLock turn) {
    this.thread = thread;
    this.turn = turn;
    for (int c = 0; c < CLASSES; c++) {
      magazines[c] = new Magazine(c, allocator, thread);
    }
  }

  static ThreadMagazines ofThread(PerThread allocator, Thread thread) {
    return new ThreadMagazines(allocator, thread, null);
  }

  static ThreadMagazines ofStripe(PerThread allocator) {
    return new ThreadMagazines(allocator, null, new ReentrantLock());
  }

  boolean isOf(Thread other) {
    return thread == other;
  }

  /// Whether the thread has ended, so that another may have its magazines.
  boolean isAbandoned() {
    Thread owner = (Thread) THREAD.getAcquire(this);
    return owner != null && !owner.isAlive();
  }

  void adopt(Thread heir) {
    for (Magazine magazine : magazines) {
      magazine.adopt(heir);
    }
    THREAD.setRelease(this, heir);
  }

  @Override
  public String toString() {
    return "magazines of " + (turn == null ? thread : "a stripe");
  }
}
