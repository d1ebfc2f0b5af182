package dev.freehold.cli;

import dev.freehold.lab.trace.BundledTraces;
import dev.freehold.lab.trace.Trace;
import dev.freehold.plan.PlanCsv;
import dev.freehold.plan.PlanFormatException;
import dev.freehold.plan.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// Problems by the names that `freehold plan` takes: files of comma-separated text, and traces.
///
/// A trace becomes the problem that its program posed: time is counted in operations, and what was
/// never freed is live to the end.
final class ProblemFiles {
  private ProblemFiles() {}

  static Problem read(String name, PrintWriter notes) {
    if (!name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
      return of(BundledTraces.open().find(name, note -> notes.println(name + ": " + note)));
    }
    try {
      return PlanCsv.read(Path.of(name));
    } catch (PlanFormatException e) {
      throw new WrongUse(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new WrongUse(
          Files.exists(Path.of(name))
              ? "'%s' cannot be read; name a file that you may read".formatted(name)
              : "there is no file '%s'; name a CSV file, a trace file, or a bundled trace"
                  .formatted(name));
    }
  }

  private static Problem of(Trace trace) {
    long[] lower = new long[trace.allocations()];
    long[] upper = new long[trace.allocations()];
    long[] bytes = new long[trace.allocations()];
    Arrays.fill(upper, trace.operations());
    for (int operation = 0; operation < trace.operations(); operation++) {
      int code = trace.code(operation);
      if (code >= 0) {
        lower[code] = operation;
        bytes[code] = trace.bytes(code);
      } else {
        upper[~code] = operation;
      }
    }
    return Problem.ofTrace(trace.name(), lower, upper, bytes);
  }
}
