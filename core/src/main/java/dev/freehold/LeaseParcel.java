package dev.freehold;

import org.jspecify.annotations.Nullable;

/// A lease on its way from one thread to another, as a [Parcel] is a block on its way.
///
/// Exactly one thread receives or closes it, whatever races; the others are refused. A parcel that
/// nobody receives is to be closed, which returns the block to the pool.
///
/// Safe for use by many threads, platform and virtual.
public final class LeaseParcel implements AutoCloseable {
  private final Pool pool;
  private final Parcel parcel;
  private final @Nullable Ticket ticket;

  LeaseParcel(Pool pool, Parcel parcel, Block sent) {
    this.pool = pool;
    this.parcel = parcel;
    this.ticket = pool.track(this, sent);
  }

  /// Takes the lease out, with the contents of its block. This thread owns it from now on.
  ///
  /// @return the lease
  /// @throws IllegalStateException if it was received or closed before
  public Lease receive() {
    Block block = parcel.receive();
    pool.forget(ticket);
    return new Lease(pool, block);
  }

  /// Returns the block that nobody received.
  ///
  /// @throws IllegalStateException if it was received or closed before
  @Override
  public void close() {
    Block block = parcel.receive();
    pool.giveBack(block.send(), block, ticket);
  }

  @Override
  public String toString() {
    return "%s of pool '%s'".formatted(parcel, pool.name());
  }
}
