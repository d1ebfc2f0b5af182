package dev.freehold.os;

import java.util.Locale;

/// The choice of the operating system, made when first asked for.
final class Chosen {
  static final Os OS = choose(System.getProperty("freehold.os", "auto"));

  private Chosen() {}

  static Os choose(String wish) {
    return switch (wish) {
      case "portable" -> new Portable();
      case "linux" -> new Linux();
      case "auto" -> isLinux() ? new Linux() : new Portable();
      default ->
          throw new IllegalArgumentException(
              "-Dfreehold.os=%s: must be auto, linux or portable".formatted(wish));
    };
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
  }
}
