package dev.freehold.paging.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What every policy of the catalogue keeps to, and what holds between them.
class PoliciesTest {
  private static final int[] EXTRA = {0, 1, 2, 3, 7, 20, 40, 1000, Integer.MAX_VALUE / 2};

  /// The size of page-fault frequency alone does not limit the resident pages.
  @ParameterizedTest
  @EnumSource
  void invariantsHoldAfterEveryRequest(Policies policy) {
    for (Requests requests : Workloads.all(1500)) {
      for (int extra : EXTRA) {
        int size = policy.minimum() + extra;
        int limit = policy == Policies.PAGE_FAULT_FREQUENCY ? Integer.MAX_VALUE : size;
        int most = Math.min(limit, requests.distinct());
        ReplacementPolicy opened = policy.open(requests, size);
        int i = 0;
        for (int page : requests.pages()) {
          opened.request(page);
          assertThat(opened.resident())
              .as("%s of %d after request %d", policy, size, i++)
              .isBetween(1, most);
          opened.verify();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OPT_BYPASS")
  void aPageRequestedTwiceInARowHits(Policies policy) {
    for (Requests requests : Workloads.all(1000)) {
      Requests twice =
          PageTraces.dense(LongStream.range(0, 2000).map(i -> requests.pages()[(int) i / 2]));
      ReplacementPolicy opened = policy.open(twice, policy.minimum() + 3);
      for (int i = 0; i < twice.length(); i += 2) {
        opened.request(twice.pages()[i]);
        assertThat(opened.request(twice.pages()[i + 1])).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void withRoomForAllOnlyFirstRequestsMiss(Policies policy) {
    for (Requests requests : Workloads.all(1500)) {
      ReplacementPolicy opened = policy.open(requests, 10_000);
      Set<Integer> seen = new HashSet<>();
      for (int page : requests.pages()) {
        assertThat(opened.request(page)).isNotEqualTo(seen.add(page));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void tooSmallIsRefusedInOneLine(Policies policy) {
    Requests requests = Workloads.all(10).getFirst();
    for (int size : new int[] {policy.minimum() - 1, 0, -1, Integer.MIN_VALUE}) {
      assertThatThrownBy(() -> policy.open(requests, size))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .contains(
              policy.policy(), "at least " + policy.minimum() + " ", "got " + size, "give it more")
          .doesNotContain("\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void noRequestsAreNoMisses(Policies policy) {
    Requests none = Requests.of(new int[0], new long[0]);
    ReplacementPolicy opened = policy.open(none, 100);
    assertThat(none.misses(opened)).isZero();
    assertThat(opened.resident()).isZero();
    opened.verify();
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsName(Policies policy) {
    assertThat(Policies.named(policy.policy())).isSameAs(policy);
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Policies.named("LRU"))
        .hasMessage(
            "no policy is called 'LRU'; choose from fifo, lru, clock, lfu, 2q, arc, lirs, sieve,"
                + " s3-fifo, w-tinylfu, clock-pro, opt, opt-bypass, ws, vmin, pff, wsclock");
  }

  @Test
  void noPolicyInAsManyFramesMissesLessThanOpt() {
    for (Requests requests : Workloads.all(4000)) {
      for (int frames = 20; frames < 64; frames += 3) {
        long best = requests.misses(Policies.OPT.open(requests, frames));
        for (Policies policy : Policies.values()) {
          if (policy.space() == Policies.Space.FIXED && policy != Policies.OPT_BYPASS) {
            assertThat(requests.misses(policy.open(requests, frames)))
                .as(policy.policy())
                .isGreaterThanOrEqualTo(best);
          }
        }
        assertThat(requests.misses(Policies.OPT_BYPASS.open(requests, frames)))
            .isLessThanOrEqualTo(best);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LRU", "OPT"})
  void aStackAlgorithmMissesOnlyWhereItWouldWithFewerFrames(Policies policy) {
    for (Requests requests : Workloads.all(2000)) {
      for (int frames = 1; frames < 50; frames++) {
        ReplacementPolicy fewer = policy.open(requests, frames);
        ReplacementPolicy more = policy.open(requests, frames + 1);
        for (int page : requests.pages()) {
          boolean hit = fewer.request(page);
          assertThat(more.request(page) || !hit).isTrue();
        }
      }
    }
  }

  /// Belady, Nelson and Shedler 1969, the example of every textbook.
  @Test
  void fifoMissesMoreOftenWithMoreFrames() {
    Requests requests = PageTraces.dense(LongStream.of(1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5));
    assertThat(requests.misses(Policies.FIFO.open(requests, 3))).isEqualTo(9);
    assertThat(requests.misses(Policies.FIFO.open(requests, 4))).isEqualTo(10);
  }

  @Test
  void aRequestForAPageWithoutANameIsRefused() {
    assertThatThrownBy(() -> Requests.of(new int[] {0, 2}, new long[2]))
        .hasMessage("request 1 is for page 2 of 2 pages; number the pages from 0");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPT", "OPT_BYPASS", "VMIN"})
  void anotherFutureThanTheOneGivenIsRefused(Policies policy) {
    Requests requests = Requests.of(new int[] {0, 1}, new long[2]);
    ReplacementPolicy opened = policy.open(requests, 1);
    assertThatThrownBy(() -> opened.request(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("request 0 is for page 1, but the policy was made for page 0");
    for (int page : List.of(0, 1)) {
      opened.request(page);
    }
    assertThatThrownBy(() -> opened.request(0)).hasMessageContaining("made for no more");
    opened.verify();
  }
}
