package dev.freehold.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SolverTest {
  private static final Path DATA = Path.of("../data/plan");
  private static final SolverConfig MINIMIZE =
      SolverConfig.DEFAULT.withGoal(SolverConfig.Goal.MINIMIZE).withThreads(1);

  @ParameterizedTest
  @EnumSource
  void minimizesToTheHeightOfBruteForce(Problems.Features features) {
    SplittableRandom random = new SplittableRandom(200);
    for (int i = 0; i < 200; i++) {
      Problem problem = Problems.random(random, features, 6);
      long least = Problems.leastHeight(problem.buffers(), 30);
      Solution solution = Solver.solve(problem, MINIMIZE);
      if (least < 0) {
        assertThat(solution.status()).isEqualTo(Solution.Status.INFEASIBLE);
        continue;
      }
      assertThat(solution.height()).as("%s", problem).isEqualTo(least);
      assertThat(solution.optimal()).isTrue();
      assertThat(Validator.fault(problem, Problems.offsets(solution))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatProvesAConflictCannotFitEither(Problems.Features features) {
    SplittableRandom random = new SplittableRandom(300);
    int searched = 0;
    for (int i = 0; i < 400; i++) {
      Problem any = Problems.random(random, features, 6);
      long least = Problems.leastHeight(any.buffers(), 30);
      Problem problem = any.withCapacity(Math.max(0, least - 1));
      Solution solution = Solver.solve(problem, SolverConfig.DEFAULT.withThreads(1));
      assertThat(solution.status()).as("%s", problem).isEqualTo(Solution.Status.INFEASIBLE);
      Conflict conflict = solution.conflict().orElseThrow();
      assertThat(Problems.leastHeight(conflict.buffers(), problem.capacity()))
          .as("%s: %s", conflict, problem)
          .isEqualTo(-1);
      searched += conflict.reason() == Conflict.Reason.SEARCHED ? 1 : 0;
    }
    if (features != Problems.Features.PLAIN) {
      assertThat(searched).isPositive();
    }
  }

  @Test
  void namesTheMomentAtWhichTooMuchIsLive() {
    Problem problem =
        new Problem(
            "p",
            List.of(Buffer.of("a", 0, 5, 3), Buffer.of("b", 4, 9, 3), Buffer.of("c", 8, 9, 1)),
            5);
    Conflict conflict = Solver.solve(problem, SolverConfig.DEFAULT).conflict().orElseThrow();
    assertThat(conflict.moment()).isEqualTo(4);
    assertThat(conflict.buffers()).extracting(Buffer::id).containsExactly("a", "b");
    assertThat(conflict.liveBytes()).isEqualTo(6);
    assertThat(conflict).hasToString("2 buffers of 6 bytes in all are live at moment 4: a, b");
  }

  @Test
  void aProblemWithoutBuffersFitsInNothing() {
    Solution solution = Solver.solve(new Problem("empty", List.of(), 0), MINIMIZE);
    assertThat(solution.fits()).isTrue();
    assertThat(solution.height()).isZero();
    assertThat(solution.gap()).isZero();
  }

  @Test
  void tellsWhatItHasWhenTheTimeIsOver() throws IOException {
    Problem hard = PlanCsv.read(DATA.resolve("D.1048576.csv"));
    Solution solution = Solver.solve(hard, MINIMIZE.withTimeout(Duration.ofMillis(1)));
    assertThat(solution.height()).isGreaterThan(solution.lowerBound());
    assertThat(Validator.fault(hard.withCapacity(solution.height()), Problems.offsets(solution)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"B", "D", "E", "H", "K"})
  void fitsPublishedProblems(String name) throws IOException {
    assertFits(name);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"A", "C", "F", "G", "I", "J"})
  void fitsTheHarderPublishedProblems(String name) throws IOException {
    assertFits(name);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "C", "E", "F", "G", "H", "I", "K"})
  void reachesTheLowerBoundOfNineOfThem(String name) throws IOException {
    Problem problem = PlanCsv.read(DATA.resolve(name + ".1048576.csv"));
    Solution solution = Solver.solve(problem, MINIMIZE.withThreads(2));
    assertThat(solution.optimal()).isTrue();
  }

  private static void assertFits(String name) throws IOException {
    Problem problem = PlanCsv.read(DATA.resolve(name + ".1048576.csv"));
    Solution solution = Solver.solve(problem, SolverConfig.DEFAULT);
    assertThat(solution.status()).isEqualTo(Solution.Status.FITS);
    assertThat(Validator.fault(problem, Problems.offsets(solution))).isEmpty();
  }
}
