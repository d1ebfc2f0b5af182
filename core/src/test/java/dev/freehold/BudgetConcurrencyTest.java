package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many threads on one tree. Each counts what it was granted, after the grant, and what it gives
/// back, before it does: so the counts are never more than what is used, and where one is above a
/// limit, so was the use.
final class BudgetConcurrencyTest {
  private static final long LIMIT = 1_000_000;
  private static final int THREADS = 8;

  private final Budget process = Budget.root("process", LIMIT);
  private final List<Budget> tenants = new ArrayList<>();
  private final AtomicLong granted = new AtomicLong();
  private final List<AtomicLong> grantedToTenant = new ArrayList<>();
  private final AtomicLong refusals = new AtomicLong();

  private void tenants(long... limits) {
    for (long limit : limits) {
      tenants.add(process.child("tenant-" + tenants.size(), limit));
      grantedToTenant.add(new AtomicLong());
    }
  }

  private void count(int tenant, long bytes) {
    if (granted.addAndGet(bytes) > LIMIT) {
      throw new AssertionError("above the limit of the process");
    }
    if (grantedToTenant.get(tenant).addAndGet(bytes) > tenants.get(tenant).limitBytes()) {
      throw new AssertionError("above the limit of tenant " + tenant);
    }
  }

  private void work(int seed, long operations) {
    SplittableRandom random = new SplittableRandom(seed);
    int tenant = seed % tenants.size();
    Budget budget = tenants.get(tenant);
    long[] held = new long[32];
    try (Credit credit = budget.credit()) {
      for (long i = 0; i < operations; i++) {
        int slot = random.nextInt(held.length);
        boolean owned = random.nextInt(4) != 0;
        if (held[slot] == 0) {
          long bytes = 1L + random.nextInt(random.nextInt(16) == 0 ? 60_000 : 8_000);
          if (owned ? credit.tryTake(bytes) : budget.tryAcquire(bytes)) {
            count(tenant, bytes);
            held[slot] = bytes;
          } else {
            refusals.incrementAndGet();
          }
        } else {
          count(tenant, -held[slot]);
          if (owned) {
            credit.give(held[slot]);
          } else {
            budget.release(held[slot]);
          }
          held[slot] = 0;
        }
      }
      for (long bytes : held) {
        count(tenant, -bytes);
        budget.release(bytes);
      }
    }
  }

  private void run(ExecutorService threads, int tasks, long operations) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread watcher =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                BudgetStatistics now = process.statistics();
                if (now.chargedBytes() > LIMIT) {
                  refusals.set(Long.MIN_VALUE);
                }
                LockSupport.parkNanos(10_000); // lets the others have the lock
              }
            });
    List<Future<?>> running = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      int seed = task;
      running.add(threads.submit(() -> work(seed, operations)));
    }
    for (Future<?> task : running) {
      task.get();
    }
    done.set(true);
    watcher.join();
    process.verify();
    assertThat(process.usedBytes()).isZero();
    assertThat(refusals).hasPositiveValue();
    process.acquire(LIMIT); // not a byte has been lost
    process.release(LIMIT);
  }

  @Test
  void neverAByteAboveAnyLimit() throws Exception {
    tenants(300_000, 500_000, Limit.NONE);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      run(threads, THREADS, 250_000);
    }
  }

  @Test
  @Tag("slow")
  void neverAByteAboveAnyLimitForLong() throws Exception {
    tenants(300_000, 500_000, Limit.NONE);
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      run(threads, THREADS, 12_500_000);
    }
  }

  @Test
  void virtualThreadsShareStripes() throws Exception {
    tenants(300_000, 500_000, Limit.NONE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      run(threads, 500, 1_000);
    }
  }

  /// Two threads hand one piece of the limit back and forth: at any moment at most half of it is
  /// used, so a request for the other half is never refused, wherever the credits lie.
  @Test
  void aRequestThatFitsIsNeverRefused() throws Exception {
    Budget budget = Budget.root("half", 1_000_000);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> running = new ArrayList<>();
      for (int task = 0; task < 4; task++) {
        int seed = task;
        running.add(threads.submit(() -> takeAQuarter(budget, seed)));
      }
      for (Future<?> task : running) {
        task.get();
      }
    }
    budget.verify();
    assertThat(budget.usedBytes()).isZero();
  }

  private static void takeAQuarter(Budget budget, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Credit credit = budget.credit()) {
      for (int i = 0; i < 50_000; i++) {
        long first = random.nextLong(random.nextInt(8) == 0 ? 250_001 : 1_001);
        long second = random.nextLong(250_001 - first);
        credit.take(first);
        budget.acquire(second);
        if (random.nextInt(2) == 0) {
          credit.give(second);
          budget.release(first);
        } else {
          budget.release(first + second);
        }
      }
    }
  }

  /// The owner takes and gives without a pause while the other thread takes its credits away, over
  /// and over: an access that a revocation cuts off is neither lost nor counted twice.
  @Test
  void revocationLosesNothing() throws Exception {
    Budget budget = Budget.root("revoked", 100_000_000);
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong operations = new AtomicLong();
    Thread owner =
        Thread.ofPlatform()
            .start(() -> {
              long taken = 0;
              long count = 0;
              try (Credit credit = budget.credit()) {
                for (long i = 0; !done.get(); i++) {
                  long bytes = 1 + (i & 1023);
                  if (credit.tryTake(bytes)) {
                    taken += bytes;
                    count++;
                  }
                  if (taken > 1_000_000) {
                    credit.give(taken);
                    taken = 0;
                  }
                }
                credit.give(taken);
                operations.set(count);
              }
            });
    for (int i = 0; i < 5_000; i++) {
      if (budget.tryAcquire(99_999_999)) { // takes the credits back, granted or not
        budget.release(99_999_999);
      }
    }
    done.set(true);
    owner.join();
    assertThat(operations).hasPositiveValue();
    budget.verify();
    assertThat(budget.usedBytes()).isZero();
    budget.acquire(100_000_000);
  }
}
