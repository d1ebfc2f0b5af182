package dev.freehold.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The meters of one binder, so that they can be removed again. Safe for use by many threads.
final class Meters {
  private record Bound(MeterRegistry registry, Meter meter) {}

  private final List<Bound> bound = new ArrayList<>();

  <F> Of<F> of(MeterRegistry registry, Snapshot<?, F> snapshot, Tags tags) {
    return new Of<>(registry, snapshot, tags);
  }

  /// Adds meters of one snapshot to a registry.
  ///
  /// @param <F> the figures of the snapshot
  final class Of<F> {
    private final MeterRegistry registry;
    private final Snapshot<?, F> snapshot;
    private final Tags tags;

    private Of(MeterRegistry registry, Snapshot<?, F> snapshot, Tags tags) {
      this.registry = registry;
      this.snapshot = snapshot;
      this.tags = tags;
    }

    Of<F> gauge(String name, String unit, String description, ToDoubleFunction<F> figure) {
      add(
          registry,
          Gauge.builder(name, snapshot, from -> from.now(figure))
              .strongReference(true) // of the snapshot, which refers weakly to what it observes
              .baseUnit(unit)
              .description(description)
              .tags(tags)
              .register(registry));
      return this;
    }

    Of<F> counter(String name, String unit, String description, ToDoubleFunction<F> figure) {
      add(
          registry,
          FunctionCounter.builder(name, snapshot, from -> from.sum(figure))
              .baseUnit(unit)
              .description(description)
              .tags(tags)
              .register(registry));
      return this;
    }
  }

  private synchronized void add(MeterRegistry registry, Meter meter) {
    bound.add(new Bound(registry, meter));
  }

  /// Removes all meters from their registries.
  synchronized void remove() {
    bound.forEach(each -> each.registry().remove(each.meter()));
    bound.clear();
  }
}
