package dev.freehold;

import java.time.Duration;

/// Signals that a pool has handed out as many leases as its limit allows, and none was returned in
/// time. The pool is unchanged.
public final class PoolExhaustedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient PoolStatistics statistics;

  PoolExhaustedException(
      PoolConfig config, PoolStatistics statistics, Duration waited, String how) {
    super(
        """
        Freehold: no lease left in pool '%s'
          asked   1 block of %d bytes, %s %d ms
          account %d of %d leases open, %d refused so far
          rule    a pool hands out at most its limit -> docs/guide/pools.md#the-limit
          next    close leases sooner, or open the pool with a larger limit or PoolConfig.withPatience\
        """
            .formatted(
                config.name(),
                config.bytes(),
                how,
                waited.toMillis(),
                statistics.taken(),
                config.limit(),
                statistics.refused()));
    this.statistics = statistics;
  }

  /// The figures of the pool when it refused.
  ///
  /// @return exact figures
  public PoolStatistics statistics() {
    return statistics;
  }
}
