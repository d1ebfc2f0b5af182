package dev.freehold;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A handle that does not keep its block alive, and gives one that does while it lives.
///
/// It needs no closing, and is as safe for use by many threads as the handle it was made from.
///
/// @param <H> the handle that it gives: [Shared] or [Counted]
public final class Weak<H extends AutoCloseable> {
  private final Supplier<@Nullable H> source;

  Weak(Supplier<@Nullable H> source) {
    this.source = source;
  }

  /// A handle of the block, if anyone still holds it, by a handle or a borrow. A shared block is
  /// not given while it is written.
  ///
  /// @return one more holder, to be closed; `null` where the block is gone, or written
  /// @throws WrongThreadException if the block is counted on another thread
  public @Nullable H upgrade() {
    return source.get();
  }
}
