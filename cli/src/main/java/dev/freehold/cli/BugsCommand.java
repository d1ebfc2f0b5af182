package dev.freehold.cli;

import dev.freehold.Defect;
import dev.freehold.lab.bugs.Bug;
import dev.freehold.lab.bugs.ChildProcess;
import dev.freehold.lab.bugs.Outcome;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freehold bugs`: what a report looks like.
@Command(
    name = "bugs",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Lists small programs with one memory bug each, or runs one in a JVM of its own and shows what"
          + " Freehold reports.",
      "found from: the least level of checks at which it is found for certain; - where it is not."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:listed, or reported", "1:the bug was not reported", "2:wrong use"})
final class BugsCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "BUG",
      arity = "0..1",
      description = "A program of the list, or a defect, for the first program that has it.")
  private @Nullable String wanted;

  BugsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      return wanted == null ? list(out) : show(find(wanted), out);
    } finally {
      out.flush();
    }
  }

  private static int list(PrintWriter out) {
    Table table = Table.ofWords("bug", "defect", "origin", "found from");
    for (Bug bug : Bug.all()) {
      table.add(
          bug.name(),
          bug.defect().label(),
          bug.origin(),
          bug.isFound() ? bug.level().name().toLowerCase(Locale.ROOT) : "-");
    }
    out.print(table);
    out.println();
    out.println("%d programs. Run one: freehold bugs use-after-free".formatted(Bug.all().size()));
    return 0;
  }

  private static int show(Bug bug, PrintWriter out) {
    String level = bug.levelWithStacks().name().toLowerCase(Locale.ROOT);
    out.println("%s: %s, a shape of %s".formatted(bug, bug.defect().label(), bug.origin()));
    out.println();
    bug.source().program().forEach(out::println);
    out.println();
    out.println("At the level %s:".formatted(level));
    out.println();
    out.flush();
    Outcome outcome = ChildProcess.run(bug, bug.levelWithStacks());
    out.print(outcome.text());
    switch (outcome.state()) {
      case REPORTED -> {}
      case SILENT -> out.println("Nothing was reported: this one is not found.");
      case CRASHED -> out.println("The process ended without a report.");
    }
    List<String> alike =
        Bug.all().stream()
            .filter(each -> each.defect() == bug.defect() && each != bug)
            .map(Bug::name)
            .toList();
    if (!alike.isEmpty()) {
      out.println();
      out.println("Alike: " + String.join(", ", alike));
    }
    return outcome.state() == Outcome.State.REPORTED ? 0 : 1;
  }

  private static Bug find(String wanted) {
    return Bug.all().stream()
        .filter(bug -> bug.name().equals(wanted))
        .findFirst()
        .or(() -> Bug.all().stream().filter(bug -> bug.defect().label().equals(wanted)).findFirst())
        .orElseThrow(() -> unknown(wanted));
  }

  private static WrongUse unknown(String wanted) {
    String defects =
        Bug.all().stream()
            .map(Bug::defect)
            .distinct()
            .sorted()
            .map(Defect::label)
            .collect(Collectors.joining(", "));
    boolean isKnown = Arrays.stream(Defect.values()).anyMatch(each -> each.label().equals(wanted));
    return new WrongUse(
        isKnown
            ? "no program of the list has the defect '%s'; there are %s".formatted(wanted, defects)
            : "'%s' is no bug; name one that 'freehold bugs' lists, or a defect: %s"
                .formatted(wanted, defects));
  }
}
