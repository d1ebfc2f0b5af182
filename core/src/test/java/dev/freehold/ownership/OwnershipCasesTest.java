package dev.freehold.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every case of the table, at the default level and at the one without scopes.
final class OwnershipCasesTest {
  private static final Path DOCUMENT = Path.of("docs/guide/ownership-cases.md");

  @TestFactory
  Stream<DynamicContainer> scoped() {
    return at(Checks.SCOPED);
  }

  @TestFactory
  Stream<DynamicContainer> fast() {
    return at(Checks.FAST);
  }

  private static Stream<DynamicContainer> at(Checks level) {
    return OwnershipTable.GROUPS.stream()
        .map(group ->
            DynamicContainer.dynamicContainer(
                group.title(),
                group.cases().stream()
                    .map(each -> DynamicTest.dynamicTest(each.name(), () -> run(each, level)))));
  }

  private static void run(OwnershipCase each, Checks level) throws Exception {
    List<String> held = new ArrayList<>();
    Trial trial = new Trial(each.verdict(), level);
    try (Heap heap =
        Heap.open(
            HeapConfig.named("case")
                .withChecks(level)
                .withHeldListener(report -> held.add(report.message())))) {
      each.body().run(heap, trial);
      assertThat(heap.held().blocks()).as("blocks still held").isZero();
      heap.verify();
    }
    assertThat(held).isEmpty();
    trial.checkAttempts();
  }

  @Test
  void namesAreUnique() {
    Set<String> names = new HashSet<>();
    for (Group group : OwnershipTable.GROUPS) {
      for (OwnershipCase each : group.cases()) {
        assertThat(names.add(group.title() + each.name())).as(each.name()).isTrue();
      }
    }
    assertThat(names).hasSizeGreaterThanOrEqualTo(150);
  }

  @Test
  void theDocumentIsTheTable() throws IOException {
    Path root = Path.of(Files.exists(Path.of("docs")) ? "." : "..");
    String table = OwnershipTable.document();
    Path written = Files.writeString(Path.of("target", "ownership-cases.md"), table);
    assertThat(Files.exists(root.resolve(DOCUMENT)) ? read(root.resolve(DOCUMENT)) : "")
        .as("the table of the cases has changed: cp core/%s %s", written, DOCUMENT)
        .isEqualTo(table);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
