package dev.freehold;

import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// What is recorded of one block beyond its address and size.
final class BlockRecord {
  /// Of a block that nothing is recorded of.
  static final BlockRecord NONE = new BlockRecord(null);

  private final @Nullable Site taken;
  private volatile @Nullable Site freed;

  BlockRecord(@Nullable Site taken) {
    this.taken = taken;
  }

  @Nullable Site taken() {
    return taken;
  }

  @Nullable Site freed() {
    return freed;
  }
}
