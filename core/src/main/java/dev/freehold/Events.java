package dev.freehold;

import dev.freehold.alloc.Statistics;
import dev.freehold.track.Sample;
import dev.freehold.track.Site;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import org.jspecify.annotations.Nullable;

/// Writes events for JDK Flight Recorder.
///
/// To load the first class of an event takes the JVM some hundred milliseconds, whether anything is
/// recorded or not. So no such class is touched before the recorder is there: until then an event
/// costs the look at one field.
final class Events {
  static {
    if (FlightRecorder.isAvailable()) {
      FlightRecorder.addListener(
          new FlightRecorderListener() {
            @Override
            public void recorderInitialized(FlightRecorder recorder) {
              FlightRecorder.addPeriodicEvent(MemoryUsageEvent.class, Events::writeUsage);
            }
          });
    }
  }

  private Events() {}

  /// Sees to it that heaps tell of themselves, as soon as something is recorded.
  static void begin() {}

  /// A block has been taken.
  static void taken(String heap, Sample sample) {
    if (FlightRecorder.isInitialized()) {
      AllocationEvent event = new AllocationEvent();
      if (event.shouldCommit()) {
        event.heap = heap;
        event.sample = sample.id();
        event.size = sample.bytes();
        event.weight = sample.weight();
        event.commit();
        sample.written();
      }
    }
  }

  /// A block has been freed, by this thread.
  static void freed(String heap, Sample sample, long now) {
    if (sample.isWritten()) {
      FreeEvent event = new FreeEvent();
      if (event.shouldCommit()) {
        event.heap = heap;
        event.sample = sample.id();
        event.size = sample.bytes();
        event.weight = sample.weight();
        event.lifetime = now - sample.nanos();
        event.temporary = sample.isTemporary(now);
        event.commit();
      }
    }
  }

  /// Sites have leaked.
  static void leaked(String heap, String kind, List<LeakSite> sites) {
    if (FlightRecorder.isInitialized()) {
      for (LeakSite site : sites) {
        LeakEvent event = new LeakEvent();
        if (event.shouldCommit()) {
          event.heap = heap;
          event.kind = kind;
          event.blocks = Math.round(site.amount().blocks());
          event.bytes = Math.round(site.amount().bytes());
          event.site = Site.line(site.place());
          event.stack = lines(site.frames());
          event.commit();
        }
      }
    }
  }

  /// A rule was broken, on this thread.
  static void broken(Report report) {
    if (FlightRecorder.isInitialized()) {
      ViolationEvent event = new ViolationEvent();
      if (event.shouldCommit()) {
        event.heap = report.heap();
        event.defect = report.defect().label();
        event.what = report.what();
        event.block = report.block();
        event.taken = lines(report.taken());
        event.freed = lines(report.freed());
        event.commit();
      }
    }
  }

  private static @Nullable String lines(@Nullable Site site) {
    return site == null ? null : lines(site.frames());
  }

  private static String lines(List<StackTraceElement> frames) {
    return frames.stream().map(StackTraceElement::toString).collect(Collectors.joining("\n"));
  }

  private static void writeUsage() {
    for (Heap heap : HeapLifetime.MAPPED) {
      HeapStatistics figures;
      try {
        figures = heap.statistics();
        heap.announceLost();
      } catch (IllegalStateException e) { // closed meanwhile
        continue;
      }
      long limit = figures.limitBytes() == Limit.NONE ? 0 : figures.limitBytes();
      write(heap, limit, figures.blocks());
    }
  }

  private static void write(Heap heap, long limit, Statistics figures) {
    MemoryUsageEvent event = new MemoryUsageEvent();
    event.heap = heap.name();
    event.checks = heap.checks().name().toLowerCase(Locale.ROOT);
    event.blocks = figures.blocks();
    event.requestedBytes = figures.requestedBytes();
    event.allocatedBytes = figures.allocatedBytes();
    event.committedBytes = figures.committedBytes();
    event.limitBytes = limit;
    event.sampleInterval = heap.sampleInterval();
    event.commit();
  }
}
