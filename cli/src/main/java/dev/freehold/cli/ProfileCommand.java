package dev.freehold.cli;

import dev.freehold.profile.Format;
import dev.freehold.profile.Profile;
import dev.freehold.profile.RecordingException;
import dev.freehold.profile.RecordingReader;
import dev.freehold.profile.Report;
import dev.freehold.profile.SampleType;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freehold profile FILE...`: where the memory of a recorded program was taken.
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Says where a program took its memory outside the Java heap, from recordings of the JDK Flight"
          + " Recorder: what is in use, what leaks, what is temporary, what was misused.",
      "Several files are summed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:wrong use, or a file that is no recording with Freehold's events"})
final class ProfileCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Recordings, *.jfr.")
  private List<Path> files = List.of();

  @Option(
      names = "--diff",
      paramLabel = "OTHER",
      description = "Show the growth since this recording.")
  private @Nullable Path other;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "table, collapsed, pprof, html or json. Default: what the name after -o says, as in"
              + " page.html, profile.pb.gz, profile.json or stacks.collapsed; else a table.")
  private @Nullable Format format;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "inuse_space",
      description =
          "inuse_space, inuse_objects (bytes and blocks in use at the end), alloc_space or"
              + " alloc_objects (all that were taken). Default: ${DEFAULT-VALUE}.")
  private SampleType type = SampleType.INUSE_SPACE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "Write to this file. html and pprof need one.")
  private @Nullable Path output;

  ProfileCommand() {}

  @Override
  public Integer call() {
    Format chosen = format();
    try {
      if (output == null) {
        toTerminal(chosen);
      } else {
        toFile(chosen, output);
      }
      return 0;
    } catch (OutOfMemoryError e) {
      return Failures.heapFull(spec.commandLine(), e);
    }
  }

  private void toTerminal(Format chosen) {
    if (!chosen.isText()) {
      throw new WrongUse(
          "%s is for a file, not for a terminal; name one with -o"
              .formatted(chosen == Format.HTML ? "a page" : "pprof's format"));
    }
    print(report(), chosen);
  }

  private void toFile(Format chosen, Path target) {
    refuseInput(target);
    try (OutputFile file = OutputFile.open(target)) {
      Report report = report();
      file.write(path -> write(report, chosen, path));
    }
  }

  private Format format() {
    return Optional.ofNullable(format)
        .or(() -> Optional.ofNullable(output).flatMap(Format::ofName))
        .orElse(Format.TABLE);
  }

  private void refuseInput(Path target) {
    for (Path input : Stream.concat(files.stream(), Stream.ofNullable(other)).toList()) {
      if (isSame(input, target)) {
        throw new WrongUse(
            "'%s' is a recording to read, and would be overwritten; name another file with -o"
                .formatted(target));
      }
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return one.equals(other);
    }
  }

  private Report report() {
    try {
      Profile profile = RecordingReader.read(files);
      return new Report(profile, other == null ? null : RecordingReader.read(List.of(other)));
    } catch (RecordingException e) {
      throw new WrongUse(String.valueOf(e.getMessage()));
    }
  }

  private void print(Report report, Format chosen) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      chosen.write(report, type, text);
    } catch (IOException e) {
      throw new IllegalStateException("text in memory cannot be written", e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(text.toString(StandardCharsets.UTF_8));
    out.flush();
  }

  private void write(Report report, Format chosen, Path path) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
      chosen.write(report, type, out);
    }
  }
}
