package dev.freehold.cli;

import dev.freehold.plan.PlanCsv;
import dev.freehold.plan.Problem;
import dev.freehold.plan.Solution;
import dev.freehold.plan.Solver;
import dev.freehold.plan.SolverConfig;
import dev.freehold.plan.Validator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freehold plan`: static allocation.
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Places buffers with known lifetimes at fixed offsets of one block, so that no two share a"
          + " byte while both are live.",
      "A problem is a CSV file with the columns id,lower,upper,size and optionally"
          + " alignment,gaps,fixed. A recorded trace is a problem too."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every problem fits",
      "1:a problem cannot fit, or was not decided in time",
      "2:wrong use"
    })
final class PlanCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "PROBLEM",
      arity = "1..*",
      description = "CSV files, trace files, or names of bundled traces.")
  private List<String> problems = List.of();

  @Option(
      names = "--capacity",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "The most that the block may have. Default: the number in the name of the file, as in"
              + " A.1048576.csv; else there is none, and the height is minimized.")
  private @Nullable Long capacity;

  @Option(names = "--minimize", description = "Look for the least height, not just for a fit.")
  private boolean minimize;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Timeout.class,
      defaultValue = "60s",
      description =
          "The longest that each problem may take; then the best so far is the result."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofMinutes(1);

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the plan of a single problem as CSV, with the column offset.")
  private @Nullable Path output;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with a picture of each plan.")
  private @Nullable Path html;

  PlanCommand() {}

  @Override
  public Integer call() {
    if (output != null && problems.size() > 1) {
      throw new WrongUse("--output takes the plan of one problem, and there are several; name one");
    }
    List<OutputFile> files = new ArrayList<>();
    try {
      OutputFile plan = open(files, output);
      OutputFile results = open(files, json);
      OutputFile page = open(files, html);
      List<Problem> read = read();
      List<Solution> solutions = solve(read);
      if (plan != null && solutions.getFirst().fits()) {
        plan.write(file -> write(file, solutions.getFirst()));
      }
      if (results != null) {
        results.write(file -> PlanJson.write(file, solutions));
      }
      if (page != null) {
        page.write(file -> PlanPage.write(file, solutions));
      }
      return solutions.stream().allMatch(Solution::fits) ? 0 : 1;
    } catch (OutOfMemoryError e) {
      return Failures.heapFull(spec.commandLine(), e);
    } finally {
      files.forEach(OutputFile::close);
    }
  }

  private static @Nullable OutputFile open(List<OutputFile> files, @Nullable Path path) {
    if (path == null) {
      return null;
    }
    OutputFile file = OutputFile.open(path);
    if (files.stream().anyMatch(other -> other.target().equals(file.target()))) {
      throw new WrongUse("'%s' is to be written twice; name a file for each".formatted(path));
    }
    files.add(file);
    return file;
  }

  private static void write(Path file, Solution solution) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      PlanCsv.write(solution, out);
    }
  }

  private List<Problem> read() {
    return problems.stream()
        .map(name -> ProblemFiles.read(name, spec.commandLine().getErr()))
        .map(problem -> capacity == null ? problem : problem.withCapacity(capacity))
        .toList();
  }

  /// Solves one after the other, each with all processors, and prints the table.
  private List<Solution> solve(List<Problem> read) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
    Table table =
        new Table("problem", "buffers", "capacity", "height", "lower bound", "gap", "s", "result");
    List<Solution> solutions = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Problem problem : read) {
      err.println("planning " + problem.name());
      err.flush();
      boolean least = minimize || problem.capacity() == Problem.UNLIMITED;
      SolverConfig config =
          SolverConfig.DEFAULT
              .withGoal(least ? SolverConfig.Goal.MINIMIZE : SolverConfig.Goal.FIT)
              .withTimeout(timeout)
              .withThreads(threads);
      Solution solution = Solver.solve(problem, config);
      check(solution);
      solutions.add(solution);
      table.add(row(solution));
      if (!solution.fits()) {
        notes.add(solution.summary());
      }
    }
    out.print(table);
    notes.forEach(out::println);
    out.flush();
    return solutions;
  }

  /// Has the validator look at every plan that is said to fit.
  private static void check(Solution solution) {
    if (!solution.fits()) {
      return;
    }
    long[] offsets = new long[solution.problem().buffers().size()];
    for (int b = 0; b < offsets.length; b++) {
      offsets[b] = solution.offset(b);
    }
    Validator.fault(solution.problem(), offsets)
        .ifPresent(fault -> {
          throw new IllegalStateException("the planner erred, please report it: " + fault);
        });
  }

  private static String[] row(Solution solution) {
    Problem problem = solution.problem();
    return new String[] {
      problem.name(),
      Integer.toString(problem.buffers().size()),
      problem.capacity() == Problem.UNLIMITED ? "-" : Long.toString(problem.capacity()),
      Long.toString(solution.height()),
      Long.toString(solution.lowerBound()),
      "%.2f %%".formatted(100 * solution.gap()),
      "%.2f".formatted(solution.elapsed().toNanos() / 1e9),
      solution.optimal() && solution.fits()
          ? "optimal"
          : solution.status().name().toLowerCase(Locale.ROOT)
    };
  }
}
