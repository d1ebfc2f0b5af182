package dev.freehold.micrometer;

import dev.freehold.Heap;
import dev.freehold.HeapStatistics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The figures of a heap as meters, each with the tag `heap`, its name:
///
/// | gauge | unit | what |
/// |---|---|---|
/// | `freehold.heap.used` | bytes | requested by the program, of live blocks |
/// | `freehold.heap.allocated` | bytes | what live blocks occupy |
/// | `freehold.heap.committed` | bytes | what the operating system has promised |
/// | `freehold.heap.limit` | bytes | the most that may be committed: the limit, or the reservation |
/// | `freehold.heap.blocks` | blocks | live blocks |
///
/// All are of one moment, at most a second old: to take them costs time linear in the blocks, and a
/// handshake of some tens of microseconds where several threads use the heap. A heap that is closed
/// shows NaN, and is not kept alive. Two heaps of one name need another tag to be told apart; a
/// registry takes the first.
public final class HeapMetrics implements MeterBinder, AutoCloseable {
  private final WeakReference<Heap> heap;
  private final Tags tags;
  private final Meters meters = new Meters();

  private HeapMetrics(Heap heap, Iterable<Tag> tags) {
    this.heap = new WeakReference<>(heap);
    this.tags = Tags.of("heap", heap.name()).and(tags);
  }

  /// Shows a heap.
  ///
  /// @param heap which is open
  /// @return to be bound to a registry
  public static HeapMetrics of(Heap heap) {
    return of(heap, List.of());
  }

  /// Shows a heap, with more tags.
  ///
  /// @param heap which is open
  /// @param tags beside `heap`
  /// @return to be bound to a registry
  public static HeapMetrics of(Heap heap, Iterable<Tag> tags) {
    return new HeapMetrics(heap, tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Snapshot<Heap, HeapStatistics> snapshot =
        new Snapshot<>(heap, HeapMetrics::read, registry.config().clock());
    meters
        .of(registry, snapshot, tags)
        .gauge(
            "freehold.heap.used",
            BaseUnits.BYTES,
            "Bytes that the program asked for, of live blocks",
            now -> now.blocks().requestedBytes())
        .gauge(
            "freehold.heap.allocated",
            BaseUnits.BYTES,
            "Bytes that live blocks occupy",
            now -> now.blocks().allocatedBytes())
        .gauge(
            "freehold.heap.committed",
            BaseUnits.BYTES,
            "Bytes that the operating system has promised",
            now -> now.blocks().committedBytes())
        .gauge(
            "freehold.heap.limit",
            BaseUnits.BYTES,
            "The most bytes that may be committed",
            now -> Math.min(now.limitBytes(), now.reservedBytes()))
        .gauge("freehold.heap.blocks", "blocks", "Live blocks", now -> now.blocks().blocks());
  }

  static @Nullable HeapStatistics read(Heap heap) {
    try {
      return heap.statistics();
    } catch (IllegalStateException e) { // it is closed
      return null;
    }
  }

  /// Removes the meters from all registries. Closing twice has no effect.
  @Override
  public void close() {
    meters.remove();
  }
}
