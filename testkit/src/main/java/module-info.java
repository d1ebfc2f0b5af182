/// Contracts, generators and failing layers for anyone who writes or uses an allocator.
@org.jspecify.annotations.NullMarked
module dev.freehold.testkit {
  requires static transitive org.jspecify;
  requires transitive dev.freehold.core;
  requires transitive org.junit.jupiter.api;
  requires transitive org.assertj.core;

  exports dev.freehold.testkit;

  opens dev.freehold.testkit to
      org.junit.platform.commons;

  provides org.junit.jupiter.api.extension.Extension with
      dev.freehold.testkit.OffHeapExtension,
      dev.freehold.testkit.VerifyAfterEach;
}
