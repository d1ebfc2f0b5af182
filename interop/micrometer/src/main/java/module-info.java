/// Heaps, budgets and pools as Micrometer meters.
@org.jspecify.annotations.NullMarked
module dev.freehold.micrometer {
  requires static transitive org.jspecify;
  requires transitive dev.freehold.core;
  requires transitive micrometer.core;

  exports dev.freehold.micrometer;
}
