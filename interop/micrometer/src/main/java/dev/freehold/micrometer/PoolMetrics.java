package dev.freehold.micrometer;

import dev.freehold.Pool;
import dev.freehold.PoolStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.WeakReference;
import java.util.List;

/// The figures of a pool as meters, each with the tag `pool`, its name:
///
/// | meter | unit | what |
/// |---|---|---|
/// | gauge `freehold.pool.leased` | blocks | leases that are open |
/// | gauge `freehold.pool.idle` | blocks | kept for the next lease |
/// | gauge `freehold.pool.peak` | blocks | the most leases that were open at once |
/// | gauge `freehold.pool.limit` | blocks | the most leases that may be |
/// | counter `freehold.pool.hits`, `freehold.pool.misses` | leases | of a block that was kept, of a new one |
/// | counter `freehold.pool.waits` | calls | that had to wait for a lease |
/// | counter `freehold.pool.refusals` | calls | that got none |
///
/// All are of one moment, at most a second old.
public final class PoolMetrics implements MeterBinder, AutoCloseable {
  private static final String BLOCKS = "blocks";
  private static final String LEASES = "leases";
  private static final String CALLS = "calls";

  private final WeakReference<Pool> pool;
  private final int limit;
  private final Tags tags;
  private final Meters meters = new Meters();

  private PoolMetrics(Pool pool, Iterable<Tag> tags) {
    this.pool = new WeakReference<>(pool);
    this.limit = pool.limit();
    this.tags = Tags.of("pool", pool.name()).and(tags);
  }

  /// Shows a pool.
  ///
  /// @param pool which
  /// @return to be bound to a registry
  public static PoolMetrics of(Pool pool) {
    return of(pool, List.of());
  }

  /// Shows a pool, with more tags.
  ///
  /// @param pool which
  /// @param tags beside `pool`
  /// @return to be bound to a registry
  public static PoolMetrics of(Pool pool, Iterable<Tag> tags) {
    return new PoolMetrics(pool, tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Snapshot<Pool, PoolStatistics> snapshot =
        new Snapshot<>(pool, Pool::statistics, registry.config().clock());
    meters
        .of(registry, snapshot, tags)
        .gauge("freehold.pool.leased", BLOCKS, "Leases that are open", PoolStatistics::taken)
        .gauge("freehold.pool.idle", BLOCKS, "Blocks kept for a lease", PoolStatistics::idle)
        .gauge("freehold.pool.peak", BLOCKS, "The most open leases so far", PoolStatistics::peak)
        .gauge("freehold.pool.limit", BLOCKS, "The most leases that may be open", now -> limit)
        .counter("freehold.pool.hits", LEASES, "Leases of a kept block", PoolStatistics::hits)
        .counter("freehold.pool.misses", LEASES, "Leases of a new block", PoolStatistics::misses)
        .counter("freehold.pool.waits", CALLS, "Calls that had to wait", PoolStatistics::waits)
        .counter("freehold.pool.refusals", CALLS, "Calls that got none", PoolStatistics::refused);
  }

  /// Removes the meters from all registries. Closing twice has no effect.
  @Override
  public void close() {
    meters.remove();
  }
}
