package dev.freehold;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The attribution in force, if any.
final class Takers {
  private static final AtomicReference<@Nullable Attribution> IN_FORCE = new AtomicReference<>();

  private Takers() {}

  static @Nullable Attribution inForce() {
    return IN_FORCE.get();
  }

  /// Whom a block that is taken now is put down to.
  static @Nullable Object taker() {
    Attribution attribution = IN_FORCE.get();
    return attribution == null ? null : attribution.taker();
  }

  /// Why a block is not to be taken, or `null`.
  static @Nullable String refusal(Heap heap, long bytes) {
    Attribution attribution = IN_FORCE.get();
    return attribution == null ? null : attribution.refusal(heap, bytes);
  }

  static Registration install(Attribution attribution) {
    if (!IN_FORCE.compareAndSet(null, attribution)) {
      throw new IllegalStateException(
          "another attribution is in force (%s): close its registration first"
              .formatted(IN_FORCE.get()));
    }
    return () -> IN_FORCE.compareAndSet(attribution, null);
  }
}
