package dev.freehold.lab.input;

import java.nio.file.Path;

/// Where Freehold is installed: its home is the directory that holds `data`.
public final class Installation {
  private Installation() {}

  /// The home: the system property `freehold.home`, else the environment variable `FREEHOLD_HOME`,
  /// else the working directory.
  public static Path home() {
    String home = System.getProperty("freehold.home");
    if (home == null) {
      home = System.getenv("FREEHOLD_HOME");
    }
    return Path.of(home == null ? "" : home);
  }
}
