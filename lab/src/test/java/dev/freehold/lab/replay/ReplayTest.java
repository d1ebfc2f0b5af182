package dev.freehold.lab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a replay finds, right and wrong.
class ReplayTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private static ReplayResult verify(Trace trace, Candidate candidate) {
    return new Replay(List.of(candidate), 0, Progress.NONE).run(trace).getFirst();
  }

  @Test
  void rightAllocatorIsVerifiedAndMeasured() {
    ReplayResult result = verify(Tiny.trace(), FaultyAllocator.candidate(Fault.NONE, NO_LIMIT));
    assertThat(result.failure()).isNull();
    assertThat(result.verified()).isTrue();
    assertThat(result.operations()).isEqualTo(10);
    assertThat(result.allocations()).isEqualTo(6);
    assertThat(result.frees()).isEqualTo(4);
    assertThat(result.failed()).isZero();
    assertThat(result.peakRequestedBytes()).isEqualTo(40 + 100 + 1209);
    // 48 + 32 + 112 + 1216 of blocks at the peak, then 16 for each of the two small ones.
    assertThat(result.peakAllocatedBytes()).isEqualTo(1408 + 32);
    assertThat(result.peakCommittedBytes()).isEqualTo(RegionCandidate.STEP_BYTES);
    assertThat(result.utilisation()).isEqualTo(1349.0 / RegionCandidate.STEP_BYTES);
    assertThat(result.internalFragmentation()).isEqualTo(1 - 1349.0 / 1408);
    assertThat(result.externalFragmentation()).isZero();
    assertThat(result.nanosPerOperation()).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OVERLAP     | operation 6 of 10: block 0 of 40 bytes, taken at operation 1, lost the byte at offset 16 (region offset 16) at its free: expected 0x
          LOST_BYTE   | operation 6 of 10: block 0 of 40 bytes, taken at operation 1, lost the byte at offset 39 (region offset 39) at its free: expected 0x
          STATISTICS  | operation 3 of 10: the statistics say 3 blocks, 162 requested bytes and a peak of 162 after operation 3: the replay counts 3, 161 and 161
          ALIGNMENT   | operation 2 of 10: block 1 of 21 bytes is misplaced: region offset 56 is not a multiple of 16
          UNCOMMITTED | operation 2 of 10: block 1 of 21 bytes is misplaced: it starts at region offset 65536, and only the 65536 bytes from 0 on are committed
          INVARIANT   | operation 2 of 10: the allocator threw java.lang.IllegalStateException: taken = 2 does not hold
          THROWS      | operation 2 of 10: the allocator threw java.lang.IllegalStateException: the second block is unlucky
          """)
  void faultIsNamed(Fault fault, String failure) {
    ReplayResult result = verify(Tiny.trace(), FaultyAllocator.candidate(fault, NO_LIMIT));
    assertThat(result.failure()).startsWith(failure).doesNotContain("\n");
    assertThat(result.verified()).isFalse();
    assertThat(result.failed()).isZero();
  }

  @Test
  void refusalSaysWhoHoldsWhat() {
    Candidate candidate = FaultyAllocator.candidate(Fault.NONE, 2 * RegionCandidate.STEP_BYTES);
    ReplayResult result = verify(Tiny.growing(10), candidate);
    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.verified()).isFalse();
    assertThat(result.failure())
        .startsWith(
            "operation 5 of 11: 40000 bytes refused with 120016 requested, 120016 allocated,"
                + " 131072 committed and a largest hole of 11056 (131072 of ")
        .contains("the limit is 131072 bytes")
        .endsWith("held most by 3 x 40,000 bytes = 120,000, 1 x 16 bytes = 16");
    assertThat(result.peakRequestedBytes()).isEqualTo(120_016);
  }

  @Test
  void failedCandidateLeavesTheOthersTimed() {
    List<ReplayResult> results =
        new Replay(
                List.of(
                    FaultyAllocator.candidate(Fault.THROWS, NO_LIMIT),
                    FaultyAllocator.candidate(Fault.NONE, NO_LIMIT)),
                1,
                Progress.NONE)
            .run(Tiny.growing(100));
    assertThat(results.getFirst().nanosPerOperation()).isNaN();
    assertThat(results.getLast().nanosPerOperation()).isPositive();
    assertThat(results.getLast().nanosSpread()).isZero();
  }

  @Test
  void roundsAreInterleavedAndAllPassesTold() {
    List<String> passes = new ArrayList<>();
    List<Candidate> candidates =
        List.of(
            FaultyAllocator.candidate(Fault.NONE, NO_LIMIT),
            AllocatorKind.FIRST_FIT.candidate(NO_LIMIT));
    new Replay(candidates, 2, (trace, allocator, pass) -> passes.add(allocator + " " + pass))
        .run(Tiny.growing(100));
    assertThat(passes)
        .hasSize(Replay.steps(2, 2))
        .containsExactly(
            "faulty verify",
            "first-fit verify",
            "faulty warm up",
            "first-fit warm up",
            "faulty time 1/2",
            "first-fit time 1/2",
            "faulty time 2/2",
            "first-fit time 2/2");
  }

  @ParameterizedTest
  @EnumSource
  void everyAllocatorServesTinyTrace(AllocatorKind kind) {
    assertThat(AllocatorKind.of(kind.label())).contains(kind);
    ReplayResult result = verify(Tiny.trace(), kind.candidate(NO_LIMIT));
    assertThat(result.failure()).isNull();
    assertThat(result.peakRequestedBytes()).isEqualTo(1349);
    assertThat(result.allocator()).isEqualTo(kind.label());
  }
}
