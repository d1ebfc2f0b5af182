package dev.freehold.profile;

import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;

/// Events committed while a recording runs, and the file that results.
final class Recorded {
  private Recorded() {}

  static Path file(Path file, Runnable program) throws IOException {
    try (Recording recording = new Recording()) {
      recording.enable("jdk.JVMInformation");
      recording.start();
      program.run();
      recording.stop();
      recording.dump(file);
    }
    return file;
  }

  static void take(String heap, long sample, long size, double weight) {
    AllocationEvent event = new AllocationEvent();
    event.heap = heap;
    event.sample = sample;
    event.size = size;
    event.weight = weight;
    event.commit();
  }

  static void free(String heap, long sample, long lifeNanos) {
    free(heap, sample, lifeNanos, false);
  }

  static void freeTemporary(String heap, long sample, long lifeNanos) {
    free(heap, sample, lifeNanos, true);
  }

  private static void free(String heap, long sample, long lifeNanos, boolean temporary) {
    FreeEvent event = new FreeEvent();
    event.heap = heap;
    event.sample = sample;
    event.lifetime = lifeNanos;
    event.temporary = temporary;
    event.commit();
  }

  static void leak(String heap, String kind, long blocks, long bytes, String site, String stack) {
    LeakEvent event = new LeakEvent();
    event.heap = heap;
    event.kind = kind;
    event.blocks = blocks;
    event.bytes = bytes;
    event.site = site;
    event.stack = stack;
    event.commit();
  }

  static void violation(String heap, String defect) {
    ViolationEvent event = new ViolationEvent();
    event.heap = heap;
    event.defect = defect;
    event.what = "a block was used after it was freed";
    event.block = "block 7 of 64 bytes";
    event.taken = "at Shop.take(Shop.java:1) on thread main";
    event.freed = "at Shop.free(Shop.java:2) on thread main";
    event.commit();
  }

  static void usage(String heap, long requested, long committed) {
    usage(heap, requested, committed, 1 << 30);
  }

  static void usage(String heap, long requested, long committed, long limit) {
    MemoryUsageEvent event = new MemoryUsageEvent();
    event.heap = heap;
    event.checks = "SAMPLED";
    event.requestedBytes = requested;
    event.allocatedBytes = requested;
    event.committedBytes = committed;
    event.limitBytes = limit;
    event.sampleInterval = 512 << 10;
    event.commit();
  }
}
