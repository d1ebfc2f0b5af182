package dev.freehold.cli;

import dev.freehold.lab.peer.Peer;
import dev.freehold.lab.peer.PeerAbsentException;
import dev.freehold.lab.replay.AllocatorKind;
import dev.freehold.lab.replay.Candidate;
import dev.freehold.lab.trace.BundledTraces;
import dev.freehold.lab.trace.Trace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freehold replay`: which allocator suits a program.
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Replays recorded memory traces of real programs on real memory with each allocator,"
          + " checks that no byte is lost, and shows which allocator suits the program and why.",
      "Record a program of your own with: heaptrack -r PROGRAM"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every allocator served every trace", "1:an allocator failed", "2:wrong use"})
final class ReplayCommand implements Callable<Integer> {
  private static final int MOST_ROUNDS = 10_000;

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "TRACE",
      description =
          "Trace files, or names of bundled traces. Default: the bundled traces. A trace is told by"
              + " its content: .rep, wee_alloc, heaptrack or fleetbench, plain or compressed.")
  private List<String> traces = List.of();

  @Option(
      names = "--allocators",
      paramLabel = "LIST",
      split = ",",
      completionCandidates = AllocatorNames.class,
      description = "Which allocators. Default: all of ${COMPLETION-CANDIDATES}.")
  private List<String> allocators = AllocatorKind.labels();

  @Option(
      names = "--peers",
      paramLabel = "LIST",
      split = ",",
      completionCandidates = PeerNames.class,
      description = "Whom to compare with, of ${COMPLETION-CANDIDATES}. Default: glibc.")
  private List<String> peers = List.of("glibc");

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "5",
      description = "Timed rounds; the median counts. 0 verifies only. Default: ${DEFAULT-VALUE}.")
  private int repeat;

  @Option(
      names = "--limit",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description =
          "The most memory that an allocator may commit, for example 64m. Peers have no limit.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the results as CSV.")
  private @Nullable Path csv;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with pictures: the heap over time, sizes, the comparison.")
  private @Nullable Path html;

  ReplayCommand() {}

  /// The allocators' names, for help and completion.
  static final class AllocatorNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    AllocatorNames() {
      super(AllocatorKind.labels());
    }
  }

  /// The peers' names, for help and completion.
  static final class PeerNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    PeerNames() {
      super(Peer.labels());
      add("none");
    }
  }

  @Override
  public Integer call() {
    if (repeat < 0 || repeat > MOST_ROUNDS) {
      throw new WrongUse("--repeat %d: must be from 0 to %d".formatted(repeat, MOST_ROUNDS));
    }
    List<AllocatorKind> kinds =
        named("allocator", allocators, AllocatorKind::of, AllocatorKind.labels());
    List<Peer> others =
        peers.equals(List.of("none")) ? List.of() : named("peer", peers, Peer::of, Peer.labels());
    try (Outputs outputs = Outputs.open(json, csv, html)) {
      List<Trace> read = read();
      ReplayRun run =
          new ReplayRun(
              kinds,
              present(others),
              repeat,
              limit,
              spec.commandLine().getOut(),
              spec.commandLine().getErr());
      return run.run(read, outputs) ? 0 : 1;
    } catch (OutOfMemoryError e) {
      return Failures.heapFull(spec.commandLine(), e);
    }
  }

  private List<Trace> read() {
    BundledTraces bundled = BundledTraces.open();
    PrintWriter err = spec.commandLine().getErr();
    return (traces.isEmpty() ? bundled.standard() : traces)
        .stream().map(name -> bundled.find(name, note -> err.println(name + ": " + note))).toList();
  }

  /// Loads peers; one that is not on this machine is named and left out.
  private List<Candidate> present(List<Peer> wanted) {
    List<Candidate> loaded = new ArrayList<>();
    for (Peer peer : wanted) {
      try {
        loaded.add(peer.load());
      } catch (PeerAbsentException e) {
        spec.commandLine().getErr().println(e.getMessage() + "; left out");
      }
    }
    return loaded;
  }

  private static <T> List<T> named(
      String what, List<String> names, Function<String, Optional<T>> find, List<String> known) {
    return new LinkedHashSet<>(names)
        .stream()
            .map(name ->
                find.apply(name.strip())
                    .orElseThrow(() ->
                        new WrongUse(
                            "unknown %s '%s'; name some of %s"
                                .formatted(what, name, String.join(",", known)))))
            .toList();
  }
}
