package dev.freehold.bench;

import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Lease;
import dev.freehold.Pool;
import dev.freehold.PoolConfig;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// Leases of a pool, all of the size that is asked for first.
final class PoolOwner implements Owner {
  /// More than any measurement holds at once.
  private static final int LIMIT = 1_024;

  private final Heap heap = Heap.open(HeapConfig.named("pooled"));
  private @Nullable Pool pool;

  private Pool pool(long bytes) {
    Pool opened = pool;
    if (opened == null) {
      opened = Pool.of(heap, PoolConfig.of("bench", bytes, LIMIT));
      pool = opened;
    }
    return opened;
  }

  @Override
  public long useAtOnce(long bytes) {
    try (Lease lease = pool(bytes).take()) {
      MemorySegment segment = lease.segment();
      segment.set(ValueLayout.JAVA_LONG, 8, bytes);
      return segment.get(ValueLayout.JAVA_LONG, 8);
    }
  }

  @Override
  public Object take(long bytes) {
    Lease lease = pool(bytes).take();
    lease.segment().set(ValueLayout.JAVA_LONG, 8, bytes);
    return lease;
  }

  @Override
  public long give(Object taken) {
    Lease lease = (Lease) taken;
    long value = lease.segment().get(ValueLayout.JAVA_LONG, 8);
    lease.close();
    return value;
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
    heap.close();
  }
}
