package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.inspect.Explanation;
import dev.freehold.inspect.Explanation.Share;
import dev.freehold.inspect.Kind;
import dev.freehold.inspect.Moment;
import dev.freehold.inspect.Part;
import dev.freehold.os.Cgroup;
import dev.freehold.os.MemoryStalls;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TopScreenTest {
  private static final long MIB = 1 << 20;
  private static final Explanation EXPLANATION =
      new Explanation(
          42,
          100 * MIB,
          List.of(
              new Share(new Part(Kind.JAVA_HEAP, ""), 50 * MIB),
              new Share(new Part(Kind.FREEHOLD, "orders"), 30 * MIB),
              new Share(new Part(Kind.FILE, "/var/lib/search/segments/index-000042.dat"), 12 * MIB),
              new Share(new Part(Kind.FILE, "/small"), MIB / 8),
              new Share(new Part(Kind.JVM, "symbol"), MIB * 3 / 8)),
          15 * MIB / 2,
          List.of());
  private static final Cgroup LIMITED =
      new Cgroup(2, OptionalLong.of(512 * MIB), OptionalLong.of(120 * MIB));
  private static final Moment MOMENT =
      new Moment(
          100 * MIB,
          EXPLANATION,
          Optional.of(new MemoryStalls("sys/fs/cgroup/box/memory.pressure", 1.5, 0.25, 7)),
          LIMITED);
  private static final List<Long> HISTORY =
      List.of(90 * MIB, 92 * MIB, 94 * MIB, 98 * MIB, 104 * MIB, 97 * MIB, 100 * MIB);

  @Test
  void aScreen() {
    TopScreen screen = new TopScreen(42, "org.example.Main", 80, 24);
    assertThat(String.join("\n", screen.draw(MOMENT, HISTORY)))
        .isEqualTo(
            """
            process 42  org.example.Main

            RSS       100 MiB  from 90 MiB to 104 MiB in 7 looks
                      ▁▂▃▅█▅▆
            limit     512 MiB, 120 MiB used by its group (cgroup v2)
            stalls    some task waited for memory 1.50 % of 10 s, all 0.25 % (its group)

            java-heap                                   50 MiB  50.0 %  ##########
            freehold:orders                             30 MiB  30.0 %  ######
            file:…b/search/segments/index-000042.dat    12 MiB  12.0 %  ##
            jvm, others                                384 KiB   0.4 %
            file, others                               128 KiB   0.1 %
            unknown                                    7.5 MiB   7.5 %  ##\
            """);
  }

  @Test
  void aSmallTerminalGetsWhatFits() {
    List<String> lines = new TopScreen(42, "org.example.Main", 50, 9).draw(MOMENT, HISTORY);
    assertThat(lines).hasSize(9).allMatch(line -> line.length() <= 50);
    assertThat(lines.get(7)).startsWith("java-heap").contains("50.0 %");
    assertThat(lines.get(8)).startsWith("5 others").contains("50.0 %");
    assertThat(new TopScreen(42, "x", 20, 3).draw(MOMENT, HISTORY)).hasSize(3);
  }

  @Test
  void whatIsAbsentIsSaid() {
    Moment bare =
        new Moment(
            101 * MIB,
            EXPLANATION,
            Optional.empty(),
            new Cgroup(0, OptionalLong.empty(), OptionalLong.empty()));
    assertThat(new TopScreen(42, "x", 80, 24).draw(bare, List.of(101 * MIB)))
        .contains(
            "RSS       101 MiB",
            "limit     in no control group",
            "stalls    not reported by this kernel (boot it with psi=1)",
            "of 100 MiB a moment ago:");
    assertThat(TopScreen.line("12:00:00", bare)).endsWith("stalls=- limit=-");
  }

  @Test
  void aLineForAPipe() {
    assertThat(TopScreen.line("12:00:00", MOMENT))
        .isEqualTo(
            "12:00:00 rss=104857600 java-heap=52428800 freehold=31457280 jvm=393216 file=12713984"
                + " unknown=7864320 stalls=1.50 limit=536870912");
  }

  @Test
  void aSparklineShowsTheLatestValues() {
    assertThat(TopScreen.sparkline(List.of(), 10)).isEmpty();
    assertThat(TopScreen.sparkline(List.of(5L, 5L), 10)).isEqualTo("▁▁");
    assertThat(TopScreen.sparkline(List.of(100L, 0L, 7L), 2)).isEqualTo("▁█");
  }

  @Test
  void theTerminalsSizeIsAskedOfIt() {
    assertThat(Terminal.Size.of("28 100")).isEqualTo(new Terminal.Size(28, 100));
    assertThat(Terminal.Size.of("0 0")).isEqualTo(new Terminal.Size(24, 80));
    assertThat(Terminal.Size.of(null)).isEqualTo(new Terminal.Size(24, 80));
  }
}
