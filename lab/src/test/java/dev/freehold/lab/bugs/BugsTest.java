package dev.freehold.lab.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Report;
import dev.freehold.track.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// All bugs and their twins, in this process: none may end it.
final class BugsTest {
  private static final List<Bug> SHAPES =
      Bug.all().stream().filter(bug -> bug.origin().startsWith("CWE-")).toList();

  private static Optional<Report> fitting(Bug bug, Observation seen) {
    return seen.reports().stream().filter(report -> bug.fits(report.defect())).findFirst();
  }

  @Test
  void sixtyShapesOfFifteenWeaknesses() {
    assertThat(SHAPES).hasSize(60);
    assertThat(SHAPES.stream().map(Bug::origin).distinct()).hasSize(15);
    assertThat(Bug.all()).extracting(Bug::name).doesNotHaveDuplicates();
  }

  @Test
  void bugsAreReported() {
    Map<String, int[]> reported = new TreeMap<>();
    List<Bug> missed = new ArrayList<>();
    for (Bug bug : Bug.all()) {
      int[] counts = reported.computeIfAbsent(bug.origin(), _ -> new int[2]);
      Observation seen = Observation.of(bug.program(), bug.levelWithStacks());
      counts[1]++;
      if (fitting(bug, seen).isPresent()) {
        counts[0]++;
      } else {
        missed.add(bug);
      }
    }
    reported.forEach(
        (origin, counts) -> System.out.printf("%s: %d of %d%n", origin, counts[0], counts[1]));
    System.out.println("missed: " + missed);
    assertThat(missed).isEqualTo(Bug.all().stream().filter(bug -> !bug.isFound()).toList());
    assertThat(missed).extracting(Bug::name).containsExactly("frame-native-write-into-neighbor");
  }

  @Test
  void thoseThatNeedNoRecordsAreReportedByDefault() {
    for (Bug bug : Bug.all()) {
      if (bug.level() != bug.levelWithStacks()) {
        Observation seen = Observation.of(bug.program(), bug.level());
        assertThat(fitting(bug, seen)).as("%s: %s", bug, seen).isPresent();
      }
    }
  }

  @Test
  void twinsAreNotReported() {
    for (Bug bug : Bug.all()) {
      Observation seen = Observation.of(bug.twin(), bug.levelWithStacks());
      assertThat(seen.isSilent()).as("%s: %s", bug, seen).isTrue();
    }
  }

  @Test
  void reportsNameTheLines() {
    Tally taken = new Tally("taken");
    Tally freed = new Tally("freed");
    Tally used = new Tally("used");
    for (Bug bug : SHAPES) {
      Optional<Report> found = fitting(bug, Observation.of(bug.program(), bug.levelWithStacks()));
      if (found.isPresent()) {
        taken.count(bug, found.get().taken());
        freed.count(bug, found.get().freed());
        used.count(bug, found.get().used());
      }
    }
    System.out.println(taken + "\n" + freed + "\n" + used);
    assertThat(taken.share()).isGreaterThanOrEqualTo(0.95);
    assertThat(freed.share()).isGreaterThanOrEqualTo(0.95);
    assertThat(used.share()).isGreaterThanOrEqualTo(0.95);
    assertThat(used.unnamed).hasSizeLessThanOrEqualTo(4); // found by what it left behind
  }

  /// The lines of one kind that reports name, beside the marked ones.
  private static final class Tally {
    private final String mark;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> unnamed = new ArrayList<>();
    private int right;

    Tally(String mark) {
      this.mark = mark;
    }

    void count(Bug bug, @Nullable Site site) {
      int expected = bug.source().marked(mark);
      if (site == null) {
        if (expected != 0) {
          unnamed.add(bug.name());
        }
        return;
      }
      StackTraceElement place = site.place();
      if (bug.source().file().equals(place.getFileName()) && place.getLineNumber() == expected) {
        right++;
      } else {
        wrong.add("%s: %s, marked %d".formatted(bug, place, expected));
      }
    }

    double share() {
      return right == 0 ? 0 : (double) right / (right + wrong.size());
    }

    @Override
    public String toString() {
      return "%s: %d right, wrong %s, not named %s".formatted(mark, right, wrong, unnamed);
    }
  }
}
