/// Virtual memory: which pages stay in memory when not all of them fit.
@org.jspecify.annotations.NullMarked
module dev.freehold.paging {
  requires static transitive org.jspecify;
  requires transitive dev.freehold.core;

  exports dev.freehold.paging.curve;
  exports dev.freehold.paging.policy;
  exports dev.freehold.paging.trace;
}
