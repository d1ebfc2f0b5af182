package dev.freehold.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.Block;
import dev.freehold.Budget;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Lease;
import dev.freehold.Limit;
import dev.freehold.Pool;
import dev.freehold.PoolConfig;
import dev.freehold.PoolExhaustedException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private static final long KIB = 1 << 10;

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  private void later() {
    clock.addSeconds(1);
  }

  @Test
  void aHeapShowsItsFigures() {
    try (Heap heap = Heap.open(HeapConfig.named("orders").withLimit(1024 * KIB));
        HeapMetrics metrics = HeapMetrics.of(heap, Tags.of("service", "shop"))) {
      metrics.bindTo(registry);
      assertThat(gauge("freehold.heap.used", "heap", "orders", "service", "shop")).isZero();
      System.gc(); // the registry keeps what it reads from
      try (Block _ = heap.allocate(5 * KIB)) {
        later();
        assertThat(gauge("freehold.heap.used")).isEqualTo(5 * KIB);
        assertThat(gauge("freehold.heap.allocated")).isBetween(5.0 * KIB, 6.0 * KIB);
        assertThat(gauge("freehold.heap.committed")).isEqualTo(64 * KIB);
        assertThat(gauge("freehold.heap.limit")).isEqualTo(1024 * KIB);
        assertThat(gauge("freehold.heap.blocks")).isEqualTo(1);
        assertThat(registry.get("freehold.heap.used").gauge().getId().getBaseUnit())
            .isEqualTo("bytes");
      }
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void theFiguresOfOneScrapeAreOfOneMoment() {
    try (Heap heap = Heap.open(HeapConfig.named("orders"))) {
      HeapMetrics.of(heap).bindTo(registry);
      assertThat(gauge("freehold.heap.blocks")).isZero();
      try (Block _ = heap.allocate(5 * KIB)) {
        clock.add(999, TimeUnit.MILLISECONDS);
        assertThat(gauge("freehold.heap.used")).isZero();
        clock.add(1, TimeUnit.MILLISECONDS);
        assertThat(gauge("freehold.heap.used")).isEqualTo(5 * KIB);
        assertThat(gauge("freehold.heap.blocks")).isEqualTo(1);
      }
    }
  }

  @Test
  void aClosedHeapShowsNothing() {
    Heap heap = Heap.open(HeapConfig.named("orders"));
    HeapMetrics.of(heap).bindTo(registry);
    heap.close();
    assertThat(HeapMetrics.read(heap)).isNull(); // what a reader throws, a gauge logs each time
    later();
    for (Meter meter : registry.getMeters()) {
      assertThat(((Gauge) meter).value()).isNaN();
    }
    assertThat(registry.getMeters()).hasSize(5);
  }

  @Test
  void aRegistryAndABinderKeepNoHeapAlive() throws InterruptedException {
    HeapMetrics metrics;
    WeakReference<Heap> dropped;
    {
      Heap heap = Heap.open(HeapConfig.named("orders"));
      metrics = HeapMetrics.of(heap);
      metrics.bindTo(registry);
      heap.close();
      dropped = new WeakReference<>(heap);
      heap = null;
    }
    for (int i = 0; dropped.get() != null && i < 100; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(dropped.get()).isNull();
    later();
    assertThat(gauge("freehold.heap.used")).isNaN();
    metrics.bindTo(new SimpleMeterRegistry());
    metrics.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void aBudgetShowsItsFigures() {
    Budget process = Budget.root("process", Limit.NONE);
    try (Budget tenant = process.child("tenant", 1000)) {
      BudgetMetrics.of(process).bindTo(registry);
      BudgetMetrics.of(tenant).bindTo(registry);
      tenant.acquire(600);
      tenant.acquire(200);
      tenant.release(200);
      assertThat(tenant.tryAcquire(500)).isFalse();
      tenant.reserve(100).close();
      try (var promise = tenant.reserve(50)) {
        String[] here = {"budget", "process/tenant"};
        assertThat(promise.left()).isEqualTo(50);
        assertThat(gauge("freehold.budget.used", here)).isEqualTo(600);
        assertThat(gauge("freehold.budget.reserved", here)).isEqualTo(50);
        assertThat(gauge("freehold.budget.peak", here)).isBetween(800.0, 1000.0); // and credits
        assertThat(gauge("freehold.budget.limit", here)).isEqualTo(1000);
        assertThat(counter("freehold.budget.refusals", here)).isEqualTo(1);
        assertThat(gauge("freehold.budget.used", "budget", "process")).isEqualTo(600);
        assertThat(gauge("freehold.budget.limit", "budget", "process")).isNaN();
      }
      tenant.release(600);
    }
  }

  @Test
  void aPoolShowsItsFigures() {
    try (Heap heap = Heap.open(HeapConfig.named("buffers"));
        Pool pool = Pool.of(heap, PoolConfig.of("frames", 100, 2));
        PoolMetrics metrics = PoolMetrics.of(pool)) {
      metrics.bindTo(registry);
      pool.take().close();
      try (Lease _ = pool.take();
          Lease _ = pool.take()) {
        assertThatThrownBy(() -> pool.take().close()).isInstanceOf(PoolExhaustedException.class);
        assertThat(gauge("freehold.pool.leased", "pool", "frames")).isEqualTo(2);
        assertThat(gauge("freehold.pool.idle")).isZero();
        assertThat(gauge("freehold.pool.peak")).isEqualTo(2);
        assertThat(gauge("freehold.pool.limit")).isEqualTo(2);
        assertThat(counter("freehold.pool.hits")).isEqualTo(1);
        assertThat(counter("freehold.pool.misses")).isEqualTo(2);
        assertThat(counter("freehold.pool.refusals")).isEqualTo(1);
        assertThat(counter("freehold.pool.waits")).isZero();
      }
      later();
      assertThat(gauge("freehold.pool.idle")).isEqualTo(2);
    }
  }

  @Test
  void aCounterKeepsItsLastValueOnceItsSubjectIsGone() {
    Snapshot<Object, Integer> snapshot =
        new Snapshot<>(
            new WeakReference<>(this), from -> clock.wallTime() > 5000 ? null : 7, clock);
    FunctionCounter counter =
        FunctionCounter.builder("c", snapshot, from -> from.sum(Integer::doubleValue))
            .register(registry);
    assertThat(counter.count()).isEqualTo(7);
    clock.addSeconds(10);
    assertThat(counter.count()).isEqualTo(7);
    assertThat(snapshot.now(Integer::doubleValue)).isNaN();
  }

  @Test
  void prometheusScrapesThem() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Budget query = Budget.root("query", 1024 * KIB);
    try (Heap heap = Heap.open(HeapConfig.named("orders").withBudget(query));
        Block _ = heap.allocate(5 * KIB)) {
      HeapMetrics.of(heap).bindTo(prometheus);
      BudgetMetrics.of(query).bindTo(prometheus);
      assertThat(prometheus.scrape())
          .contains(
              "# TYPE freehold_heap_used_bytes gauge",
              "freehold_heap_used_bytes{heap=\"orders\"} 5120.0",
              "freehold_heap_committed_bytes{heap=\"orders\"} 65536.0",
              "freehold_heap_blocks{heap=\"orders\"} 1.0",
              "freehold_budget_used_bytes{budget=\"query\"} 65536.0",
              "freehold_budget_limit_bytes{budget=\"query\"} 1048576.0",
              "freehold_budget_refusals_requests_total{budget=\"query\"} 0.0");
    }
  }
}
