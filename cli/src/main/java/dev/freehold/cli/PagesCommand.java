package dev.freehold.cli;

import dev.freehold.lab.pages.BundledPageTraces;
import dev.freehold.lab.pages.LocalEngine;
import dev.freehold.lab.pages.PageEngine;
import dev.freehold.lab.pages.PageFormat;
import dev.freehold.paging.policy.Policies;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freehold pages`: which replacement policy, and how much memory, suits a workload.
@Command(
    name = "pages",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Replays page traces on replacement policies and says which policy, and how much memory, the"
          + " workload needs. Every count is exact.",
      "Record a program of your own with:"
          + " valgrind --tool=lackey --trace-mem=yes --log-file=FILE PROGRAM"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the Java heap was full", "2:wrong use, or too little --memory"})
final class PagesCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "TRACE",
      arity = "1..*",
      description =
          "Page traces, or names of bundled ones. Plain or compressed; arc, blocks, address, lackey, blktrace and recorded"
              + " are told by their content; i32be, i64be and oracleGeneral by their name.")
  private List<String> traces = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "The traces' format, where it is not told: one of the above, or csv:COLUMN.")
  private @Nullable String format;

  @Option(
      names = "--policies",
      paramLabel = "LIST",
      split = ",",
      completionCandidates = PolicyNames.class,
      description =
          "Which policies, of ${COMPLETION-CANDIDATES}. Default: those of fixed space, which ws,"
              + " vmin and pff are not.")
  private @Nullable List<String> policies;

  @Option(
      names = "--frames",
      paramLabel = "LIST",
      split = ",",
      description =
          "Numbers of frames; for ws, vmin and pff windows in requests. auto, the default: eight"
              + " halvings of the trace's pages.")
  private List<String> frames = List.of(FramesOption.AUTO);

  @Option(
      names = "--curve",
      paramLabel = "KIND",
      description =
          "The curve of LRU over all numbers of frames: ${COMPLETION-CANDIDATES}; shards estimates"
              + " it from 8,192 pages. Default: exact.")
  private CurveKind curve = CurveKind.EXACT;

  @Option(
      names = "--target",
      paramLabel = "RATIO",
      description = "Find the frames that each policy needs for this miss ratio, as in 0.05.")
  private @Nullable Double target;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "The most memory for a trace and the policies that run at once, for example 2g. Default:"
              + " three quarters of the Java heap.")
  private long memory = Runtime.getRuntime().maxMemory() / 4 * 3;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the results as CSV.")
  private @Nullable Path csv;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with pictures: the curves of all policies.")
  private @Nullable Path html;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "Where to compute: local, the default, or spark.")
  private String engine = "local";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master, as in spark://host:7077. Default: local[*], this machine.")
  private @Nullable String master;

  PagesCommand() {}

  /// The curves of LRU that can be wanted.
  enum CurveKind {
    EXACT,
    SHARDS,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The policies' names, for help and completion.
  static final class PolicyNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    PolicyNames() {
      super(Stream.of(Policies.values()).map(Policies::policy).toList());
      add(ALL);
    }
  }

  @Override
  public Integer call() {
    if (target != null && !(target >= 0 && target < 1)) {
      throw new WrongUse("--target %s: a miss ratio is at least 0 and below 1".formatted(target));
    }
    try {
      FramesOption sizes = FramesOption.of(frames);
      List<Policies> chosen = chosen();
      boolean named = policies != null && !policies.contains(ALL);
      if (named) {
        chosen.forEach(sizes::check);
      }
      @Nullable PageFormat told = format == null ? null : PageFormat.named(format);
      PagesRun run =
          new PagesRun(
              new PagesRun.Plan(chosen, sizes, curve, target, memory),
              engine(),
              spec.commandLine().getOut(),
              spec.commandLine().getErr());
      try (Outputs outputs = Outputs.open(json, csv, html)) {
        run.run(traces.stream().map(BundledPageTraces.open()::find).toList(), told, outputs);
        return 0;
      }
    } catch (IllegalArgumentException e) {
      throw new WrongUse(String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      return Failures.heapFull(spec.commandLine(), e);
    }
  }

  private List<Policies> chosen() {
    if (policies == null) {
      return Stream.of(Policies.values())
          .filter(policy -> policy.space() == Policies.Space.FIXED)
          .toList();
    }
    return policies.contains(ALL)
        ? List.of(Policies.values())
        : policies.stream().map(name -> Policies.named(name.strip())).distinct().toList();
  }

  private PageEngine engine() {
    if (master != null) {
      if (!engine.equals("spark")) {
        throw new WrongUse("--master is Spark's; add --engine spark");
      }
      System.setProperty("spark.master", master); // where Spark itself looks
    }
    if (engine.equals("local")) {
      return LocalEngine.ofProcessors();
    }
    return ServiceLoader.load(PageEngine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(installed -> installed.name().equals(engine))
        .findFirst()
        .orElseThrow(() -> new WrongUse(missing()));
  }

  private String missing() {
    return engine.equals("spark")
        ? "--engine spark: Spark is not on the class path; run ./freehold, or use --engine local"
        : "unknown engine '%s'; use local or spark".formatted(engine);
  }
}
