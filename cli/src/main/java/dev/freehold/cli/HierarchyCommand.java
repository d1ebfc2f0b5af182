package dev.freehold.cli;

import dev.freehold.lab.hierarchy.Hierarchy;
import dev.freehold.lab.hierarchy.Survey;
import dev.freehold.lab.hierarchy.SurveyConfig;
import dev.freehold.lab.hierarchy.SurveyException;
import dev.freehold.lab.machine.OsReport;
import dev.freehold.lab.report.HierarchyReport;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.os.SystemFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `freehold hierarchy`: how far each kind of memory is.
@Command(
    name = "hierarchy",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Measures the memory hierarchy of this machine: latency over growing working sets, the levels"
          + " found in it, bandwidth, page faults, the disk; beside what the system reports and"
          + " what textbooks say.",
      "Takes about a minute on a quiet machine, and 512 MiB of memory."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:the machine does not allow it", "2:wrong use"})
final class HierarchyCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with the curve and the levels in it.")
  private @Nullable Path html;

  @Option(
      names = "--quick",
      description = "Some seconds and 64 MiB: larger levels are told apart less well.")
  private boolean quick;

  HierarchyCommand() {}

  @Override
  public Integer call() {
    try (Outputs outputs = Outputs.open(json, null, html)) {
      OsReport report = OsReport.of(SystemFiles.ofThisMachine(), Os.current().pageBytes());
      Path directory = Path.of(System.getProperty("java.io.tmpdir", "."));
      SurveyConfig config = quick ? SurveyConfig.quick(directory) : SurveyConfig.full(directory);
      Hierarchy hierarchy = Survey.run(config.within(report.availableBytes()), report, progress());
      PrintWriter out = spec.commandLine().getOut();
      out.print(HierarchyText.of(hierarchy));
      out.flush();
      outputs.write(
          file -> HierarchyReport.writeJson(file, hierarchy),
          _ -> {},
          file -> HierarchyReport.writeHtml(file, hierarchy));
      return 0;
    } catch (SurveyException | OsException e) {
      spec.commandLine().getErr().println("freehold hierarchy: " + e.getMessage());
      return 1;
    }
  }

  private Consumer<String> progress() {
    PrintWriter err = spec.commandLine().getErr();
    int[] done = new int[1];
    return part -> {
      err.println("measuring %s (%d of %d)".formatted(part, ++done[0], Survey.PARTS));
      err.flush();
    };
  }
}
