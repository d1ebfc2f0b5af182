package dev.freehold.paging.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.paging.policy.Requests;
import dev.freehold.paging.policy.WorkingSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The working-set curve against the policy, and against its own identity.
class WorkingSetCurveTest {
  @Test
  void equalsThePolicyAtEveryWindow() {
    for (Requests requests : Workload.small()) {
      for (WorkingSetCurve.Point point :
          WorkingSetCurve.of(requests, IntStream.rangeClosed(1, 200).toArray())) {
        WorkingSet policy = new WorkingSet(requests.distinct(), point.window());
        long pageTime = 0;
        long faults = 0;
        for (int page : requests.pages()) {
          faults += policy.request(page) ? 0 : 1;
          pageTime += policy.resident();
        }
        assertThat(point.faults()).as("tau %d", point.window()).isEqualTo(faults);
        assertThat(point.meanPages())
            .isEqualTo((double) pageTime / requests.length(), within(1e-9));
      }
    }
  }

  /// Denning and Schwartz: one request more of window costs as many pages as requests still miss;
  /// at the end of a finite trace, the last requests of the pages are short of it.
  @Test
  void sizeGrowsByTheMissRatio() {
    Requests requests = Workload.large(100_000, 2000);
    WorkingSetCurve.Point[] points = WorkingSetCurve.of(requests, 50, 51, 1000, 1001);
    for (int i = 0; i < points.length; i += 2) {
      double growth = points[i + 1].meanPages() - points[i].meanPages();
      double ratio = (double) points[i].faults() / requests.length();
      assertThat(growth).isEqualTo(ratio, within((double) requests.distinct() / 100_000));
    }
  }

  @Test
  void windowOfNothingIsRefused() {
    Requests requests = Workload.small()[0];
    assertThatThrownBy(() -> WorkingSetCurve.of(requests, 5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window of 0 requests");
  }
}
