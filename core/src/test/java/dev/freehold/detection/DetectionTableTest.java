package dev.freehold.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Checks;
import dev.freehold.Defect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of detection is what the levels do.
final class DetectionTableTest {
  @Test
  void theDocumentIsTheTable() throws Exception {
    Documents.assertCurrent("README.md", DetectionTable.document());
  }

  static Stream<Misuse> misuses() {
    return Misuses.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("misuses")
  void whatIsFoundIsCalledByItsName(Misuse misuse) {
    for (Checks level : Checks.values()) {
      Outcome outcome = Outcome.of(DetectionTable.config(level), misuse.body());
      if (outcome.thrown() instanceof InternalError) {
        continue;
      }
      Defect found = outcome.defect();
      if (found != null) {
        assertThat(found).as("at %s", level).isIn(kin(misuse));
      }
    }
  }

  /// What one run looks like as well: the JVM does not tell a read from a write, nor an allocator
  /// without records a freed block from none; by address, a race looks like an order.
  private static List<Defect> kin(Misuse misuse) {
    Defect defect = misuse.defect();
    boolean byAddress = misuse.route() == Misuse.Route.ADDRESSES;
    return switch (defect) {
      case WRITE_AFTER_FREE -> List.of(defect, Defect.USE_AFTER_FREE);
      case DOUBLE_FREE -> byAddress ? List.of(defect, Defect.INVALID_FREE) : List.of(defect);
      case CLOSE_RACE ->
          byAddress ? List.of(Defect.USE_AFTER_FREE, Defect.WRITE_AFTER_FREE) : List.of(defect);
      default -> List.of(defect);
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyDefectHasPrograms(Defect defect) {
    assertThat(Misuses.ALL.stream().filter(each -> each.defect() == defect))
        .hasSize(Misuse.Route.values().length)
        .anyMatch(each -> !each.program().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void everyDefectHasAPageWithAReport(Defect defect) throws IOException {
    Path page = Documents.CHECKS.resolve(defect.label() + ".md");
    assertThat(page).exists();
    assertThat(defect.page()).isEqualTo("docs/checks/" + page.getFileName());
    String text = Files.readString(page);
    assertThat(text)
        .contains(defect.rule())
        .contains("## Wrong")
        .contains("## Reported")
        .contains("## Right")
        .contains("## Found");
    assertThat(Arrays.stream(Checks.values()).map(Checks::name)).anyMatch(text::contains);
  }
}
