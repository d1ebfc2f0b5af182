/// Binders that show heaps, budgets and pools in any registry of Micrometer.
///
/// ```java
/// try (HeapMetrics metrics = HeapMetrics.of(heap)) {
///   metrics.bindTo(registry);
/// }
/// ```
package dev.freehold.micrometer;
