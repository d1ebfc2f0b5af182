package dev.freehold.lab.machine;

import dev.freehold.os.SystemFiles;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;

/// The system's files of real machines, as they were captured.
final class Captured {
  private Captured() {}

  static SystemFiles of(String machine) {
    URL tree = Captured.class.getResource(machine);
    if (tree == null) {
      throw new IllegalArgumentException("no captured machine '%s'".formatted(machine));
    }
    try {
      return new SystemFiles(Path.of(tree.toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
