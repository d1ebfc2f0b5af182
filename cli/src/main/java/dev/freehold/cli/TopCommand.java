package dev.freehold.cli;

import dev.freehold.inspect.JavaProcesses;
import dev.freehold.inspect.Moment;
import dev.freehold.inspect.Target;
import dev.freehold.inspect.TargetException;
import dev.freehold.inspect.Watch;
import dev.freehold.lab.machine.Amount;
import dev.freehold.os.SystemFiles;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freehold top [PID]`: the parts of a process's resident memory, live.
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Shows where the resident memory of a running JVM is, again and again: its parts, RSS over"
          + " time, the limit of its control group, memory stalls. End it with Ctrl-C.",
      "Without PID: the only other JVM, or a list of the JVMs where there are more.",
      "In a pipe, a line for each look."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown, until its end, the process's end or as often as was asked for",
      "2:wrong use, no such process, or one that must not be looked at"
    })
final class TopCommand implements Callable<Integer> {
  private static final int REMEMBERED = 1000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "PID", arity = "0..1", description = "The process.")
  private @Nullable Long pid;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = Timeout.class,
      description = "Between two looks, for example 500ms or 1m; ${DEFAULT-VALUE} unless given.")
  private Duration interval = Duration.ofSeconds(1);

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Ends after so many looks; without it, goes on.")
  private @Nullable Integer count;

  TopCommand() {}

  @Override
  public Integer call() throws TargetException {
    if (count != null && count < 1) {
      throw new WrongUse("--count %d: must be from 1".formatted(count));
    }
    Long chosen = pid;
    if (chosen == null) {
      List<JavaProcesses.Found> found = JavaProcesses.of(SystemFiles.ofThisMachine());
      if (found.size() != 1) {
        list(found);
        return 0;
      }
      chosen = found.getFirst().pid();
    }
    watch(Target.of(chosen));
    return 0;
  }

  private void list(List<JavaProcesses.Found> found) {
    if (found.isEmpty()) {
      throw new WrongUse(
          "no other JVM runs here that may be looked at; start one, or name any process: freehold"
              + " top PID");
    }
    PrintWriter out = spec.commandLine().getOut();
    Table table = new Table("JVM", "PID", "RSS");
    for (JavaProcesses.Found each : found) {
      table.add(each.name(), Long.toString(each.pid()), Amount.of(each.rssBytes()));
    }
    out.print(table);
    out.println();
    out.println("watch one with: freehold top PID");
    out.flush();
  }

  private void watch(Target target) throws TargetException {
    Watch watch = new Watch(target);
    PrintWriter out = spec.commandLine().getOut();
    String end;
    if (ProgressLine.Look.ofProcess() == ProgressLine.Look.BAR) {
      end = onTerminal(target, watch, out);
    } else {
      end = repeat(watch, moment -> out.println(TopScreen.line(now(), moment)));
    }
    if (!end.isEmpty()) {
      out.println(end);
    }
    out.flush();
  }

  private String onTerminal(Target target, Watch watch, PrintWriter out) {
    Terminal.Size size = Terminal.Size.ofProcess();
    TopScreen screen = new TopScreen(target.pid(), target.name(), size.columns(), size.lines());
    List<Long> history = new ArrayList<>();
    try (Terminal terminal = new Terminal(out)) {
      return repeat(
          watch,
          moment -> {
            history.add(moment.rssBytes());
            if (history.size() > REMEMBERED) {
              history.removeFirst();
            }
            terminal.show(screen.draw(moment, history));
          });
    }
  }

  private static String now() {
    return LocalTime.now(ZoneId.systemDefault()).format(TIME);
  }

  /// Looks until the process ends, the count is reached, or nobody reads any more.
  ///
  /// @return why it ended early, or nothing
  private String repeat(Watch watch, Consumer<Moment> shown) {
    for (int look = 0; count == null || look < count; look++) {
      try {
        if (look > 0) {
          Thread.sleep(interval);
        }
        shown.accept(watch.moment());
        if (spec.commandLine().getOut().checkError()) {
          return "";
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      } catch (TargetException e) {
        return String.valueOf(e.getMessage());
      }
    }
    return "";
  }
}
