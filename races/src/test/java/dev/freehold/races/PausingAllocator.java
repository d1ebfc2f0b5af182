package dev.freehold.races;

import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.RegionAllocator;
import dev.freehold.alloc.Statistics;
import dev.freehold.region.Region;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// An allocator that stops threads in the middle of [#statistics], when told, until they are told
/// to go on: with the lock of the heap around it held.
final class PausingAllocator implements RegionAllocator {
  /// One stop of one thread.
  static final class Pause {
    private final CompletableFuture<Thread> arrived = new CompletableFuture<>();
    private final CountDownLatch goOn = new CountDownLatch(1);

    /// Waits until a thread has stopped.
    ///
    /// @return the thread
    Thread awaitThread() {
      return arrived.join();
    }

    void goOn() {
      goOn.countDown();
    }

    private void stop() {
      arrived.complete(Thread.currentThread());
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final RegionAllocator served;
  private final Queue<Pause> pauses = new ConcurrentLinkedQueue<>();

  PausingAllocator(Region region) {
    this.served = new BestFit(region);
  }

  /// The next thread that asks for figures and finds no earlier pause stops.
  Pause pauseNext() {
    Pause pause = new Pause();
    pauses.add(pause);
    return pause;
  }

  @Override
  public Statistics statistics() {
    Pause pause = pauses.poll();
    if (pause != null) {
      pause.stop();
    }
    return served.statistics();
  }

  @Override
  public Region region() {
    return served.region();
  }

  @Override
  public long allocate(long bytes, long alignment) {
    return served.allocate(bytes, alignment);
  }

  @Override
  public void free(long address) {
    served.free(address);
  }

  @Override
  public boolean resize(long address, long bytes) {
    return served.resize(address, bytes);
  }

  @Override
  public long sizeOf(long address) {
    return served.sizeOf(address);
  }

  @Override
  public long trim() {
    return served.trim();
  }

  @Override
  public void walk(Visitor visitor) {
    served.walk(visitor);
  }

  @Override
  public void verify() {
    served.verify();
  }
}
