package dev.freehold.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.inspect.Explanation.Share;
import dev.freehold.inspect.Explanation.Unseen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReckoningTest {
  private static final long KIB = 1024;
  private static final long MIB = 1024 * KIB;
  private static final long HIGH = 0x7f00_0000_0000L; // a multiple of an arena
  private static final Residency NONE = (_, _) -> OptionalLong.empty();
  private static final Evidence SILENT = Evidence.none(new Unseen("much", "a flag"));

  private static Snapshot jvm() {
    return new Snapshot()
        .at(0x9000_0000L)
        .row(4, "---p", 4, "mr mw me ac", "")
        .row(13904, "rw-p", 13480, "rd wr ac", "/jdk/lib/server/classes.jsa")
        .reserved(2476)
        .anonymous(64, 32) // class space
        .reserved(1 << 20)
        .at(0xf000_0000L)
        .anonymous(260096, 25872) // Java heap
        .row(1168, "rw-p", 1168, "rd wr ac", "/jdk/lib/server/classes.jsa")
        .anonymous(880, 0)
        .at(0x5500_0000_0000L)
        .row(300, "rw-p", 96, "rd wr ac", "[heap]")
        .at(HIGH)
        .row(2200, "rw-p", 1108, "rd wr mr mw me nr", "") // malloc arena
        .reserved(65536 - 2200)
        .anonymous(512, 496) // metaspace
        .reserved(65536 - 512)
        .row(16, "---p", 0, "mr mw me", "")
        .anonymous(1008, 88) // stack
        .at(HIGH + (1L << 30))
        .row(2496, "rwxp", 256, "rd wr ex ac", "") // code
        .library(20000, 18000, "/jdk/lib/server/libjvm.so")
        .anonymous(700, 600) // its variables
        .row(24576, "r--s", 24000, "rd", "/data/index")
        .at(HIGH + (2L << 30))
        .anonymous(32772, 32772)
        .row(136, "rw-p", 36, "rd wr gd ac", "[stack]")
        .library(8, 4, "[vdso]");
  }

  @Test
  void partsAreToldByShapeAlone() {
    Explanation explanation = Reckoning.explain(7, jvm().mappings(), SILENT, NONE);

    assertThat(explanation.shares())
        .containsExactly(
            share(Kind.JAVA_HEAP, 25872 + 1168),
            new Share(new Part(Kind.FILE, "/data/index"), 24000 * KIB),
            share(Kind.LIBRARIES, 18000 + 600 + 4),
            share(Kind.CLASS_DATA, 13480),
            share(Kind.MALLOC, 1108 + 96),
            share(Kind.METASPACE, 496),
            share(Kind.CODE_CACHE, 256),
            share(Kind.THREADS, 88 + 36),
            share(Kind.CLASS_SPACE, 32));
    assertThat(explanation.unknownBytes()).isEqualTo((32772 + 4) * KIB);
    assertThat(explanation.unseen()).containsExactly(new Unseen("much", "a flag"));
  }

  @Test
  void withoutOvercommitArenasAreToldToo() {
    List<Mapping> mappings =
        new Snapshot()
            .at(HIGH)
            .anonymous(200, 100)
            .row(65336, "---p", 0, "mr mw me", "")
            .mappings();
    assertThat(Reckoning.explain(7, mappings, SILENT, NONE).bytes(Kind.MALLOC))
        .isEqualTo(100 * KIB);
  }

  @Test
  void labelsOfTheKernelAreTaken() {
    List<Mapping> mappings =
        new Snapshot()
            .at(HIGH)
            .row(64, "rw-p", 60, "rd wr nr", "[anon:freehold:orders]")
            .row(64, "rw-p", 50, "rd wr ac", "[anon:glibc: malloc]")
            .row(64, "rw-p", 40, "rd wr ac", "[anon:something]")
            .mappings();
    assertThat(Reckoning.explain(7, mappings, SILENT, NONE).shares())
        .containsExactly(
            new Share(new Part(Kind.FREEHOLD, "orders"), 60 * KIB),
            share(Kind.MALLOC, 50),
            new Share(new Part(Kind.FILE, "[anon:something]"), 40 * KIB));
  }

  @Test
  void theAccountsDivideMalloc() {
    NativeMemory account =
        new NativeMemory(Map.of("Other", 32 * MIB, "Symbol", 300 * KIB, "GC", 100 * KIB), Map.of());
    MallocInfo malloc = new MallocInfo(500 * KIB, 32772 * KIB);
    Evidence evidence =
        new Evidence(new Claims(), Optional.of(account), Optional.of(malloc), List.of());
    Explanation explanation = Reckoning.explain(7, jvm().mappings(), evidence, NONE);

    assertThat(explanation.bytes(Kind.DIRECT)).isEqualTo(32 * MIB);
    assertThat(explanation.bytes(Kind.GC)).isBetween(99 * KIB, 100 * KIB);
    assertThat(explanation.bytes(Kind.JVM)).isBetween(297 * KIB, 300 * KIB);
    assertThat(explanation.bytes(Kind.MALLOC_UNTRACKED)).isBetween(99 * KIB, 105 * KIB);
    assertThat(explanation.bytes(Kind.MALLOC_SLACK)).isBetween(700 * KIB, 708 * KIB);
    assertThat(explanation.unknownBytes()).isEqualTo(4 * KIB);
  }

  @Test
  void withoutTheJvmsAccountMallocIsThreeParts() {
    MallocInfo malloc = new MallocInfo(500 * KIB, 32772 * KIB);
    Evidence evidence =
        new Evidence(new Claims(), Optional.empty(), Optional.of(malloc), List.of());
    Explanation explanation = Reckoning.explain(7, jvm().mappings(), evidence, NONE);

    assertThat(explanation.bytes(Kind.MALLOC_LARGE)).isEqualTo(32772 * KIB);
    assertThat(explanation.bytes(Kind.MALLOC_USED)).isEqualTo(500 * KIB);
    assertThat(explanation.bytes(Kind.MALLOC_SLACK)).isEqualTo((1108 + 96 - 500) * KIB);
  }

  @Test
  void anUntouchedBufferCountsForNothing() {
    List<Mapping> mappings =
        new Snapshot()
            .at(HIGH + 4096)
            .anonymous(65536, 0)
            .at(HIGH + MIB * 90)
            .anonymous(1024, 1024)
            .mappings();
    NativeMemory account = new NativeMemory(Map.of("Other", 65 * MIB), Map.of());
    MallocInfo malloc = new MallocInfo(0, 65 * MIB);
    Evidence evidence =
        new Evidence(new Claims(), Optional.of(account), Optional.of(malloc), List.of());
    assertThat(Reckoning.explain(7, mappings, evidence, NONE).shares())
        .containsExactly(share(Kind.DIRECT, 1024));
  }

  @Test
  void aMappingOfSeveralPartsIsDividedByItsResidentPages() {
    List<Mapping> mappings = new Snapshot().at(HIGH).anonymous(64, 48).mappings();
    Claims claims = new Claims();
    claims.claim(HIGH, HIGH + 16 * KIB, Part.of(Kind.GC));
    claims.claim(HIGH + 16 * KIB, HIGH + 64 * KIB, Part.of(Kind.CODE_CACHE));
    Evidence evidence = new Evidence(claims, Optional.empty(), Optional.empty(), List.of());

    Residency pages = (from, _) -> OptionalLong.of(from == HIGH ? 3 : 9);
    Explanation exact = Reckoning.explain(7, mappings, evidence, pages);
    assertThat(exact.bytes(Kind.GC)).isEqualTo(12 * KIB);
    assertThat(exact.bytes(Kind.CODE_CACHE)).isEqualTo(36 * KIB);
    assertThat(exact.unseen()).isEmpty();

    Explanation bySize = Reckoning.explain(7, mappings, evidence, NONE);
    assertThat(bySize.bytes(Kind.GC)).isEqualTo(12 * KIB);
    assertThat(bySize.unseen()).hasSize(1);
  }

  @Test
  void anExplanationThatDoesNotSumIsRefused() {
    List<Share> shares = List.of(share(Kind.GC, 4));
    assertThatThrownBy(() -> new Explanation(7, 8 * KIB, shares, 2 * KIB, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not hold");
  }

  private static Share share(Kind kind, long kib) {
    return new Share(Part.of(kind), kib * KIB);
  }
}
