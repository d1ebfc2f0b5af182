/// Native memory for Java programs: reserved regions, the allocators that divide them, and the
/// heaps and blocks that programs use.
///
/// Needs `--enable-native-access=dev.freehold.core`; all restricted calls are in `dev.freehold.os`.
@org.jspecify.annotations.NullMarked
module dev.freehold.core {
  requires jdk.jfr;
  requires static transitive org.jspecify;

  exports dev.freehold;
  exports dev.freehold.alloc;
  exports dev.freehold.guard;
  exports dev.freehold.os;
  exports dev.freehold.region;
  exports dev.freehold.track;
}
