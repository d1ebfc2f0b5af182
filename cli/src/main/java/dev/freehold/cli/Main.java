package dev.freehold.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The `freehold` command.
///
/// | exit code | meaning |
/// |---|---|
/// | 0 | done |
/// | 1 | done, and a check failed; the output says which |
/// | 2 | wrong use, or no room for the output: one line on the error output says what to do |
@Command(
    name = "freehold",
    description = "Memory outside the Java heap: allocated, replayed, explained.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ReplayCommand.class,
      PagesCommand.class,
      PlanCommand.class,
      HierarchyCommand.class,
      BugsCommand.class,
      DoctorCommand.class,
      ExplainCommand.class,
      ProfileCommand.class,
      TopCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:done, and a check failed", "2:wrong use"})
public final class Main implements Runnable {
  private static final Charset CHARSET = StandardCharsets.UTF_8;

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  private Main() {}

  /// Runs the command and exits with its code.
  ///
  /// @param arguments as typed
  public static void main(String[] arguments) {
    StandardOutput out = new StandardOutput();
    CommandLine line = commandLine();
    line.setOut(new PrintWriter(out, true, CHARSET));
    int code = line.execute(arguments);
    line.getOut().flush();
    System.exit(out.lost().map(reason -> Failures.outputLost(line, reason)).orElse(code));
  }

  /// The command with its ways of failing.
  ///
  /// @return ready to execute
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setErr(new PrintWriter(System.err, true, CHARSET));
    Choice.register(line);
    line.setParameterExceptionHandler(Failures::wrongArguments);
    line.setExecutionExceptionHandler(Failures::duringExecution);
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "version",
      mixinStandardHelpOptions = true,
      description = "Prints the versions of Freehold, Java and the system.")
  void version() {
    spec.commandLine().printVersionHelp(spec.commandLine().getOut());
  }

  @Command(
      name = "completion",
      mixinStandardHelpOptions = true,
      description = {
        "Prints a completion script for bash and zsh.",
        "Load it with: source <(freehold completion)"
      })
  void completion() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("freehold", spec.commandLine()));
    out.flush();
  }
}
