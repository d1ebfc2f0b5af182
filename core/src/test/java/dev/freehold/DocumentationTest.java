package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every Java example of the documents is, line by line, code of [GuideExamplesTest],
/// [ReadmeExampleTest], [PoolExamplesTest], [TrackingExamplesTest], `OwnershipExamplesTest` or
/// `ProtectionExamplesTest`, and so compiles and runs.
final class DocumentationTest {
  private static final Path ROOT = Path.of(Files.exists(Path.of("docs")) ? "." : "..");
  private static final Path TESTS = ROOT.resolve("core/src/test/java/dev/freehold");
  private static final Pattern EXAMPLE = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

  static Stream<String> documents() {
    return Stream.of(
        "README.md",
        "docs/guide/heap.md",
        "docs/guide/checks.md",
        "docs/guide/ownership.md",
        "docs/guide/tracking.md",
        "docs/guide/pools.md",
        "docs/guide/budgets.md",
        "docs/guide/os-and-region.md",
        "docs/guide/protection.md",
        "core/src/main/java/dev/freehold/Budget.java",
        "core/src/main/java/dev/freehold/package-info.java",
        "core/src/main/java/dev/freehold/alloc/package-info.java",
        "core/src/main/java/dev/freehold/guard/package-info.java",
        "core/src/main/java/dev/freehold/region/package-info.java");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyExampleIsCompiledAndRun(String document) {
    String compiled =
        squeezed(read(TESTS.resolve("GuideExamplesTest.java")))
            + squeezed(read(TESTS.resolve("ReadmeExampleTest.java")))
            + squeezed(read(TESTS.resolve("PoolExamplesTest.java")))
            + squeezed(read(TESTS.resolve("TrackingExamplesTest.java")))
            + squeezed(read(TESTS.resolve("ownership/OwnershipExamplesTest.java")))
            + squeezed(read(TESTS.resolve("guard/ProtectionExamplesTest.java")));
    List<String> examples =
        EXAMPLE
            .matcher(read(ROOT.resolve(document)).replaceAll("(?m)^ *///", ""))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(examples).isNotEmpty();
    assertThat(examples).allSatisfy(example -> assertThat(compiled).contains(squeezed(example)));
  }

  /// The text without indentation and line breaks, which differ between a document and a test.
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
