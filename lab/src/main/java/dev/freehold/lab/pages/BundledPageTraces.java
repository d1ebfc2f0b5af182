package dev.freehold.lab.pages;

import dev.freehold.lab.input.InputFile;
import dev.freehold.lab.input.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The page traces that come with Freehold: the files in `data/page`, each found by its name.
public final class BundledPageTraces {
  private BundledPageTraces() {}

  /// The file of a trace.
  ///
  /// @param nameOrPath the path of a file, which goes first, or the name of a bundled trace
  /// @return the path as it is, where there is neither
  public static Path find(String nameOrPath) {
    Path path = Path.of(nameOrPath);
    return Files.exists(path)
        ? path
        : files().stream()
            .filter(file -> InputFile.nameOf(file).equals(nameOrPath))
            .findFirst()
            .orElse(path);
  }

  /// The bundled files, sorted by name.
  public static List<Path> files() {
    Path directory = Installation.home().resolve("data").resolve("page");
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
