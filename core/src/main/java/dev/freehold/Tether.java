package dev.freehold;

import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// What the owner of a recorded block holds of its record, and hands on with the block. Nobody else
/// holds it: once it is unreachable, nobody can free the block, which is lost.
///
/// ```text
/// Block, Parcel, Holders .. ----> Tether ----> BlockRecord <---- Ledger
///                                    ^..phantom.....'
/// ```
final class Tether {
  /// Of a block that nothing is recorded of.
  static final Tether NONE = new Tether();

  static {
    NONE.record = BlockRecord.NONE;
  }

  /// Set once, by the record, before anybody else sees it.
  BlockRecord record = BlockRecord.NONE;

  @Nullable Site taken() {
    return record.taken();
  }

  @Nullable Site freed() {
    return record.freed();
  }
}
