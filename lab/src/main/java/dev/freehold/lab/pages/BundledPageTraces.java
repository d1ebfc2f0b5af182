package dev.freehold.lab.pages;

import dev.freehold.lab.input.InputFile;
import dev.freehold.lab.input.Installation;
import dev.freehold.lab.input.TraceFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The page traces that come with Freehold: the files in `data/page`, each found by its name.
public final class BundledPageTraces {
  private final Path directory;

  private BundledPageTraces(Path directory) {
    this.directory = directory;
  }

  /// The traces of this installation, found through [Installation#home].
  public static BundledPageTraces open() {
    return of(Installation.home());
  }

  /// The traces of an installation.
  ///
  /// @param home the directory that holds `data`; there are none where it holds no such directory
  public static BundledPageTraces of(Path home) {
    return new BundledPageTraces(home.resolve("data").resolve("page"));
  }

  /// The file of a trace.
  ///
  /// @param nameOrPath the path of a file, which goes first, or the name of a bundled trace
  /// @return that path, or the file of that trace
  /// @throws TraceFormatException where there is neither
  public Path find(String nameOrPath) {
    Path path = Path.of(nameOrPath);
    return Files.exists(path)
        ? path
        : files().stream()
            .filter(file -> InputFile.nameOf(file).equals(nameOrPath))
            .findFirst()
            .orElseThrow(() -> missing(nameOrPath));
  }

  private TraceFormatException missing(String nameOrPath) {
    List<String> names = files().stream().map(InputFile::nameOf).toList();
    return TraceFormatException.of(
        nameOrPath,
        "there is no such file or bundled trace",
        names.isEmpty()
            ? "check the path, or set FREEHOLD_HOME to the directory of Freehold, which holds data/page"
            : "check the path or name one of " + String.join(", ", names));
  }

  /// The bundled files, sorted by name.
  public List<Path> files() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".gz")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
