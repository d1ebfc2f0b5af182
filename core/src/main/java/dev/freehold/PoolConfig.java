package dev.freehold;

import java.time.Duration;

/// How a pool of equal blocks is opened.
///
/// ```java
/// PoolConfig config =
///     PoolConfig.of("frames", 64 << 10, 32).withPatience(Duration.ofMillis(100));
/// ```
///
/// @param name what messages and statistics call the pool; not blank, need not be unique
/// @param bytes the size of each block, at least 0
/// @param alignment a power of two, at most 2 MiB
/// @param limit the most leases that may be open at once, at least 1
/// @param idle the most blocks that are kept for the next lease, at least 0 and at most `limit`
/// @param patience how long a thread waits for a lease where `limit` are open; zero to refuse at
///   once
/// @param cleaning what becomes of the contents
/// @param listener told of leases that are not returned
public record PoolConfig(
    String name,
    long bytes,
    long alignment,
    int limit,
    int idle,
    Duration patience,
    Cleaning cleaning,
    PoolListener listener) {

  /// What becomes of the contents of a block when its lease is closed.
  public enum Cleaning {
    /// Nothing: the next lease finds what the last one left, of whatever thread.
    NONE,
    /// They are set to zero. Every lease finds zeros.
    ZERO,
    /// They are filled with [dev.freehold.guard.Poison#FREED], and looked at when the block is
    /// leased again: a write in between, by address, is reported.
    POISON
  }

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is out of range
  public PoolConfig {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "name is blank: must say what the pool is for, messages show it");
    }
    SizeException.check(bytes, alignment);
    if (limit < 1) {
      throw new IllegalArgumentException("limit is %d: must be at least 1".formatted(limit));
    }
    if (idle < 0 || idle > limit) {
      throw new IllegalArgumentException(
          "idle is %d: must be from 0, to keep none, to the limit, %d".formatted(idle, limit));
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException(
          "patience is %s: must not be negative; zero refuses at once".formatted(patience));
    }
  }

  /// A pool that keeps all its blocks, does not clean them, refuses beyond its limit at once, and
  /// logs what is not returned.
  ///
  /// @param name what messages and statistics call the pool
  /// @param bytes the size of each block
  /// @param limit the most leases that may be open at once
  /// @return a configuration
  public static PoolConfig of(String name, long bytes, int limit) {
    return new PoolConfig(
        name, bytes, Heap.ALIGNMENT, limit, limit, Duration.ZERO, Cleaning.NONE, PoolListener.LOG);
  }

  /// The same with another alignment.
  ///
  /// @param to a power of two, at most 2 MiB
  /// @return a configuration
  public PoolConfig withAlignment(long to) {
    return new PoolConfig(name, bytes, to, limit, idle, patience, cleaning, listener);
  }

  /// The same, keeping fewer blocks.
  ///
  /// @param most how many may be kept, at most `limit`
  /// @return a configuration
  public PoolConfig withIdle(int most) {
    return new PoolConfig(name, bytes, alignment, limit, most, patience, cleaning, listener);
  }

  /// The same, waiting beyond the limit.
  ///
  /// @param longest how long; zero to refuse at once
  /// @return a configuration
  public PoolConfig withPatience(Duration longest) {
    return new PoolConfig(name, bytes, alignment, limit, idle, longest, cleaning, listener);
  }

  /// The same, cleaned otherwise.
  ///
  /// @param how what becomes of the contents
  /// @return a configuration
  public PoolConfig withCleaning(Cleaning how) {
    return new PoolConfig(name, bytes, alignment, limit, idle, patience, how, listener);
  }

  /// The same with another listener.
  ///
  /// @param told of leases that are not returned
  /// @return a configuration
  public PoolConfig withListener(PoolListener told) {
    return new PoolConfig(name, bytes, alignment, limit, idle, patience, cleaning, told);
  }
}
