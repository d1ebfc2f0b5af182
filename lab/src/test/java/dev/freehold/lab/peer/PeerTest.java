package dev.freehold.lab.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.freehold.alloc.Allocator;
import dev.freehold.lab.replay.Candidate;
import dev.freehold.lab.replay.Progress;
import dev.freehold.lab.replay.Replay;
import dev.freehold.lab.replay.ReplayResult;
import dev.freehold.lab.trace.Trace;
import dev.freehold.lab.trace.TraceBuilder;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every peer that is on this machine serves blocks as asked.
class PeerTest {
  private static Candidate load(Peer peer) {
    try {
      return peer.load();
    } catch (PeerAbsentException e) {
      return abort(String.valueOf(e.getMessage()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyByteIsKept(Peer peer) {
    Candidate candidate = load(peer);
    assertThat(candidate.name()).isEqualTo(peer.label());
    ReplayResult result = new Replay(List.of(candidate), 0, Progress.NONE).run(random()).getFirst();
    assertThat(result.failure()).isNull();
    assertThat(result.verified()).isTrue();
    assertThat(result.peakCommittedBytes()).isEqualTo(-1);
    assertThat(result.utilisation()).isNaN();
    assertThat(result.worstInternalFragmentation()).isNaN();
  }

  @ParameterizedTest
  @EnumSource
  void everyAlignmentIsKept(Peer peer) {
    try (Candidate.Session session = load(peer).open()) {
      Allocator allocator = session.allocator();
      for (long alignment = 16; alignment <= Allocator.MAX_ALIGNMENT; alignment *= 2) {
        long address = allocator.allocate(100, alignment);
        assertThat(address % alignment).as("alignment %d", alignment).isZero();
        assertThat(allocator.sizeOf(address)).isGreaterThanOrEqualTo(100);
        allocator.free(address);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hugeRequestIsRefused(Peer peer) {
    try (Candidate.Session session = load(peer).open()) {
      assertThat(session.allocator().allocate(1L << 60, 16)).isEqualTo(Allocator.NULL);
    }
  }

  @Test
  void absentLibraryIsNamedWithItsPackage() {
    assertThatThrownBy(() -> SharedLibrary.load("nomalloc", "libnomalloc.so.9", "libnomalloc9"))
        .isInstanceOf(PeerAbsentException.class)
        .hasMessage("peer nomalloc: libnomalloc.so.9 not found (Debian: apt install libnomalloc9)");
  }

  private static Trace random() {
    SplittableRandom random = new SplittableRandom(42);
    TraceBuilder trace = new TraceBuilder("random", "random.rep");
    boolean[] live = new boolean[500];
    for (int line = 1; line <= 20_000; line++) {
      int id = random.nextInt(live.length);
      if (live[id]) {
        trace.free(line, id);
      } else {
        trace.allocate(line, id, random.nextInt(1 << random.nextInt(16)));
      }
      live[id] = !live[id];
    }
    return trace.build(OptionalLong.empty());
  }
}
