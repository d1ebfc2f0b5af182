package dev.freehold.lab.trace;

import dev.freehold.lab.input.InputFile;
import dev.freehold.lab.input.Installation;
import dev.freehold.lab.input.TraceFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The traces that come with Freehold, each found by its name: the files in `data/alloc`, and the
/// phase change, which is made when it is asked for.
///
/// They are found through [Installation#home].
public final class BundledTraces {
  private static final String PHASE_CHANGE = "phase-change";

  private static final List<String> STANDARD =
      List.of(
          "cc1plus",
          "git",
          "java-version",
          "node",
          "python",
          "sqlite",
          "TCMALLOC_1", // the smallest heap of the fleet: mostly small blocks, 124 B on average
          "TCMALLOC_7", // the largest: two thirds of its bytes in blocks of 8 to 64 KiB
          PHASE_CHANGE);

  private static final List<String> DIRECTORIES = List.of(".", "wee_alloc", "fleetbench");
  private static final String FILES = "{*.rep.gz,*.trace.gz,TCMALLOC_*.csv}";

  private final Path directory;

  private BundledTraces(Path directory) {
    this.directory = directory;
  }

  /// The traces of this installation.
  ///
  /// @return found through [Installation#home]
  public static BundledTraces open() {
    return of(Installation.home());
  }

  /// The traces of an installation.
  ///
  /// @param home the directory that holds `data`
  /// @return finds nothing but the phase change where there is no such directory
  public static BundledTraces of(Path home) {
    return new BundledTraces(home.resolve("data").resolve("alloc"));
  }

  /// The traces to replay when none is asked for: six recorded programs, two fleet profiles, and
  /// the phase change.
  ///
  /// @return names for [#find(String)]
  public List<String> standard() {
    return STANDARD;
  }

  /// Every bundled trace, the standard ones included.
  ///
  /// @return names for [#find(String)], sorted within each origin
  public List<String> all() {
    List<String> names = new ArrayList<>();
    for (String origin : DIRECTORIES) {
      files(origin).map(InputFile::nameOf).sorted().forEach(names::add);
    }
    names.add(PHASE_CHANGE);
    return Collections.unmodifiableList(names);
  }

  /// Reads a bundled trace or a file, and drops the notes.
  ///
  /// @param nameOrPath a bundled name, which goes first, or the path of a trace file
  /// @return the trace
  /// @throws TraceFormatException where there is neither, or the file is no trace
  public Trace find(String nameOrPath) {
    return find(nameOrPath, note -> {});
  }

  /// Reads a bundled trace or a file.
  ///
  /// @param nameOrPath a bundled name, which goes first, or the path of a trace file
  /// @param notes gets a sentence about whatever had to be left out
  /// @return the trace
  /// @throws TraceFormatException where there is neither, or the file is no trace
  public Trace find(String nameOrPath, Consumer<String> notes) {
    if (nameOrPath.equals(PHASE_CHANGE)) {
      return PhaseChange.DEFAULT.trace(PHASE_CHANGE);
    }
    Optional<Path> bundled =
        DIRECTORIES.stream()
            .flatMap(this::files)
            .filter(file -> InputFile.nameOf(file).equals(nameOrPath))
            .findFirst();
    Path file = bundled.orElseGet(() -> Path.of(nameOrPath));
    if (!Files.exists(file) && file.getNameCount() == 1) {
      throw TraceFormatException.of(
          nameOrPath,
          "there is no such file or bundled trace",
          Files.isDirectory(directory)
              ? "check the path or name one of " + String.join(", ", STANDARD)
              : "set FREEHOLD_HOME to the directory of Freehold, which holds data/alloc");
    }
    return TraceFiles.read(file, notes);
  }

  private Stream<Path> files(String origin) {
    List<Path> files = new ArrayList<>();
    Path from = directory.resolve(origin).normalize();
    if (Files.isDirectory(from)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(from, FILES)) {
        found.forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files.stream();
  }
}
