package dev.freehold.plan;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The build step that turns a problem into Java source: reads a CSV file, solves it, writes a
/// class of constants.
///
/// ```text
/// java -cp freehold-plan.jar:freehold-core.jar dev.freehold.plan.GeneratePlan \
///     decoder.1048576.csv com.example.DecoderPlan target/generated-sources/freehold
/// ```
///
/// Ends with an exception where it cannot write the class, so a build stops there.
public final class GeneratePlan {
  private GeneratePlan() {}

  /// Generates a class.
  ///
  /// @param arguments the CSV file, the full name of the class, and the directory of the sources
  /// @throws IOException if a file cannot be read or written
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException(
          "%d arguments: give FILE.csv, the name of the class as in com.example.DecoderPlan, and the directory of generated sources"
              .formatted(arguments.length));
    }
    generate(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]), System.out);
  }

  static void generate(Path file, String className, Path directory, PrintStream report)
      throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    Problem problem = PlanCsv.read(file);
    SolverConfig.Goal goal =
        problem.capacity() == Problem.UNLIMITED
            ? SolverConfig.Goal.MINIMIZE
            : SolverConfig.Goal.FIT;
    Plan plan = Plan.of(Solver.solve(problem, SolverConfig.DEFAULT.withGoal(goal)));
    Path source = directory.resolve(className.replace('.', '/') + ".java");
    Path parent = source.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (Writer out = Files.newBufferedWriter(source)) {
      PlanSource.write(plan, className, out);
    }
    report.println(plan.solution().summary() + "; written to " + source);
  }
}
