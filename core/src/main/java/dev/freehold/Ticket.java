package dev.freehold;

import dev.freehold.track.Site;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// What a pool knows of a lease without keeping it alive: where it was taken, and, once it is in
/// the queue, that it was dropped.
final class Ticket extends WeakReference<Object> {
  private final @Nullable Site taken;

  Ticket(Object lease, @Nullable Site taken, ReferenceQueue<Object> dropped) {
    super(lease, dropped);
    this.taken = taken;
  }

  @Nullable Site taken() {
    return taken;
  }
}
