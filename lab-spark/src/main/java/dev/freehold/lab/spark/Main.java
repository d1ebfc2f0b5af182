package dev.freehold.lab.spark;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command that `spark-submit` runs. Exit codes: 0 done, 1 Spark failed, 2 wrong use; both in
/// one line.
@Command(
    name = "freehold-spark",
    description = "Page traces that outgrow one machine, on Apache Spark.",
    mixinStandardHelpOptions = true,
    subcommands = {GenerateCommand.class, RunCommand.class, CommandLine.HelpCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  private Main() {}

  /// Runs the command; exits with its code unless that is 0, for Spark ends a cluster's job itself.
  ///
  /// @param arguments as typed
  public static void main(String[] arguments) {
    int code =
        execute(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, typed) -> wrong(e.getCommandLine(), e));
    line.setExecutionExceptionHandler((e, failed, parsed) -> {
      if (e instanceof IllegalArgumentException || e instanceof ParameterException) {
        return wrong(failed, e);
      }
      failed
          .getErr()
          .println("freehold: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return 1;
    });
    return line.execute(arguments);
  }

  private static int wrong(CommandLine line, Exception e) {
    line.getErr().println("freehold: " + String.valueOf(e.getMessage()).replace('\n', ' '));
    return 2;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
