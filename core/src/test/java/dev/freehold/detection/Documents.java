package dev.freehold.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Documents that tests make, and hold against what lies in the tree.
public final class Documents {
  /// The directory of the pages on checks.
  public static final Path CHECKS =
      Path.of(Files.exists(Path.of("docs")) ? "." : "..").resolve("docs/checks");

  private Documents() {}

  /// Asserts that a page is what a test makes of its data.
  ///
  /// @param name of the page's file
  /// @param made what it must be
  public static void assertCurrent(String name, String made) throws IOException {
    Path written = Files.writeString(Path.of("target", "checks-" + name), made);
    Path page = CHECKS.resolve(name);
    assertThat(Files.exists(page) ? Files.readString(page) : "")
        .as("what the page says has changed: cp core/%s docs/checks/%s", written, name)
        .isEqualTo(made);
  }
}
