package dev.freehold;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The examples of the chapter on tracking, compiled and run.
final class TrackingExamplesTest {
  private static void serve(Heap heap) {
    heap.allocate(64).close();
  }

  @Test
  void whoTakesAndWhoLeaks() {
    // begin
    HeapConfig config = HeapConfig.named("orders").withChecks(Checks.SAMPLED);
    try (Heap heap = Heap.open(config)) {
      serve(heap); // the program
      System.out.println(heap.profile().message());
      System.out.println(heap.leakReport().message());
    }
    // end
  }

  @Test
  void anEpochAMinute() {
    try (Heap heap = Heap.open(HeapConfig.named("orders").withChecks(Checks.SAMPLED))) {
      try (ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1)) {
        // begin
        ScheduledFuture<?> epochs =
            scheduler.scheduleAtFixedRate(heap::endEpoch, 1, 1, TimeUnit.MINUTES);
        // end
        epochs.cancel(false);
      }
    }
  }
}
