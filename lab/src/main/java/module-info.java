/// Reads recorded traces and replays them on real allocators over real memory.
@org.jspecify.annotations.NullMarked
module dev.freehold.lab {
  requires static transitive org.jspecify;
  requires transitive dev.freehold.core;
  requires transitive dev.freehold.paging;
  requires com.fasterxml.jackson.databind;
  requires com.github.luben.zstd_jni;
  requires jdk.unsupported;

  exports dev.freehold.lab.bugs;
  exports dev.freehold.lab.doctor;
  exports dev.freehold.lab.hierarchy;
  exports dev.freehold.lab.input;
  exports dev.freehold.lab.machine;
  exports dev.freehold.lab.pages;
  exports dev.freehold.lab.peer;
  exports dev.freehold.lab.replay;
  exports dev.freehold.lab.report;
  exports dev.freehold.lab.trace;

  opens dev.freehold.lab.hierarchy to
      com.fasterxml.jackson.databind;
  opens dev.freehold.lab.machine to
      com.fasterxml.jackson.databind;
  opens dev.freehold.lab.report to
      com.fasterxml.jackson.databind;
}
