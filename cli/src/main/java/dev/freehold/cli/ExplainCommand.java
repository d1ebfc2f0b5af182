package dev.freehold.cli;

import dev.freehold.inspect.Explainer;
import dev.freehold.inspect.Explanation;
import dev.freehold.inspect.Target;
import dev.freehold.inspect.TargetException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freehold explain PID`: where every byte of a process's resident memory is.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Says where the resident memory (RSS) of a running JVM is: parts that sum to 100 %%, with or"
          + " without Freehold in it.",
      "A process that is no JVM is explained by its mappings alone."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:explained",
      "2:wrong use, no such process, or one that must not be looked at"
    })
final class ExplainCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "PID", description = "The process, as 'freehold top' lists them.")
  private long pid;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the parts as JSON.")
  private @Nullable Path json;

  ExplainCommand() {}

  @Override
  public Integer call() throws TargetException {
    try (Outputs outputs = Outputs.open(json, null, null)) {
      Target target = Target.of(pid);
      Explanation explanation = Explainer.explain(target);
      PrintWriter out = spec.commandLine().getOut();
      out.print(ExplainText.of(target, explanation));
      out.flush();
      outputs.write(file -> ExplainJson.write(file, explanation), _ -> {}, _ -> {});
      return 0;
    }
  }
}
