/// Reads recordings of heaps, and summarizes, converts and compares them.
@org.jspecify.annotations.NullMarked
module dev.freehold.profile {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.google.protobuf;
  requires dev.freehold.lab;
  requires jdk.jfr;
  requires jfr.converter;

  exports dev.freehold.profile;
}
