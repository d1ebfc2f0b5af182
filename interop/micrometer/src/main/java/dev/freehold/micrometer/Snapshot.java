package dev.freehold.micrometer;

import io.micrometer.core.instrument.Clock;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Figures of something, all of one moment, taken anew when they are asked for and older than
/// [#FRESH].
///
/// The figures of a heap cost a handshake with its threads; a scrape reads a meter for each of them
/// within milliseconds, and pays once. What is observed is not kept alive, and gives no figures
/// once it is gone or closed.
///
/// | field | access | guard |
/// |---|---|---|
/// | `figures`, `taken` | plain | the monitor of this |
///
/// @param <S> what is observed
/// @param <F> its figures
final class Snapshot<S, F> {
  /// Registries scrape or publish at most once a second.
  static final long FRESH = TimeUnit.SECONDS.toNanos(1);

  private final WeakReference<S> source;
  private final Function<S, @Nullable F> reader;
  private final Clock clock;
  private @Nullable F figures;
  private @Nullable F last;
  private long taken;

  /// Observes something.
  ///
  /// @param source what
  /// @param reader gives its figures, or null where there are none any more
  /// @param clock of the registry
  Snapshot(WeakReference<S> source, Function<S, @Nullable F> reader, Clock clock) {
    this.source = source;
    this.reader = reader;
    this.clock = clock;
  }

  /// A figure of now.
  ///
  /// @return NaN, which registries leave out or show as unknown, where there are none any more
  synchronized double now(ToDoubleFunction<F> figure) {
    F current = refresh();
    return current == null ? Double.NaN : figure.applyAsDouble(current);
  }

  /// A figure that only grows: that of now, or the last there was.
  synchronized double sum(ToDoubleFunction<F> figure) {
    F current = refresh();
    F known = current == null ? last : current;
    return known == null ? 0 : figure.applyAsDouble(known);
  }

  private @Nullable F refresh() {
    long now = clock.monotonicTime();
    if (figures == null || now - taken >= FRESH) {
      S observed = source.get();
      figures = observed == null ? null : reader.apply(observed);
      taken = now;
      last = figures == null ? last : figures;
    }
    return figures;
  }
}
