/// Static plans: buffers whose lifetimes are known before the program runs, at fixed offsets of one
/// region.
@org.jspecify.annotations.NullMarked
module dev.freehold.plan {
  requires static transitive org.jspecify;
  requires dev.freehold.core;

  exports dev.freehold.plan;
}
