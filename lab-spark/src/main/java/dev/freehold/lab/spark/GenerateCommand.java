package dev.freehold.lab.spark;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `generate`: writes a made trace in parts.
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes a made trace into a directory, in parts of 16 MiB.")
final class GenerateCommand implements Callable<Integer> {
  private static final int PART = 1 << 22; // 16 MiB

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Parameters(paramLabel = "DIRECTORY", description = "Where to; made if it is not there.")
  private Path directory;

  @Option(
      names = "--profile",
      paramLabel = "KIND",
      description =
          "zipf: independent requests; depths: requests by stack distance. Default: zipf.")
  private ProfileKind profile = ProfileKind.ZIPF;

  @Option(
      names = "--requests",
      paramLabel = "N",
      converter = Count.class,
      description = "How many requests, as in 100m, the default.")
  private long requests = 100_000_000;

  @Option(
      names = "--pages",
      paramLabel = "N",
      converter = Count.class,
      description = "How many different pages may be requested. Default: 1m.")
  private long pages = 1_000_000;

  @Option(
      names = "--exponent",
      paramLabel = "X",
      description = "Rank or depth i is requested as 1/i^X. Default: 0.9.")
  private double exponent = 0.9;

  @Option(names = "--seed", paramLabel = "N", description = "Same seed, same trace. Default: 1.")
  private long seed = 1;

  GenerateCommand() {}

  @Override
  public Integer call() throws IOException {
    if (requests < 1 || pages < 1 || pages > 1 << 29 || !(exponent >= 0)) {
      throw new IllegalArgumentException(
          "%d requests for %d pages with exponent %s are no trace; ask for at least 1, at most"
                  .formatted(requests, pages, exponent)
              + " 536870912 pages, and an exponent of at least 0");
    }
    if (Files.exists(directory.resolve(PartsHeader.FILE))) {
      throw new IllegalArgumentException(
          directory + ": a trace is there already; name another directory or remove it");
    }
    PartsHeader written =
        write(directory, profile.profile((int) pages, exponent, seed), requests, (int) pages, PART);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %,d requests for %,d pages in %d parts%n",
        directory, written.requests(), written.pages(), written.count());
    out.flush();
    return 0;
  }

  /// Writes a trace.
  static PartsHeader write(Path directory, Profile profile, long requests, int pages, int part)
      throws IOException {
    try (PartsWriter writer = new PartsWriter(directory, pages, part)) {
      for (long i = 0; i < requests; i++) {
        writer.request(profile.next());
      }
      return writer.header();
    }
  }
}
