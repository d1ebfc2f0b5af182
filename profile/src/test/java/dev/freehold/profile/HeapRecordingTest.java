package dev.freehold.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.Block;
import dev.freehold.CheckConfig;
import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.MisuseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a heap itself writes is what the reader reads.
class HeapRecordingTest {
  private static final HeapConfig CONFIG =
      HeapConfig.named("orders")
          .withChecks(Checks.SAMPLED)
          .withCheckConfig(CheckConfig.DEFAULT.withSampleBytes(1)) // every block
          .withLimit(1 << 20)
          .withHeldListener(_ -> {});

  @TempDir private Path directory;

  private void program() {
    Heap heap = Heap.open(CONFIG);
    Block kept = heap.allocate(1_000);
    Block freed = heap.allocate(2_000);
    freed.close();
    assertThatThrownBy(freed::close).isInstanceOf(MisuseException.class);
    heap.close();
    assertThat(kept.bytes()).isEqualTo(1_000);
  }

  private Profile recorded() throws IOException, RecordingException {
    Path file = directory.resolve("heap.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      program();
      recording.stop();
      recording.dump(file);
    }
    return RecordingReader.read(List.of(file));
  }

  @Test
  void isReadBack() throws IOException, RecordingException {
    Profile profile = recorded();

    assertThat(profile.totals()).isEqualTo(new Counts(2, 3_000, 1, 1_000));
    Row kept = profile.rows().getFirst();
    assertThat(kept.heap()).isEqualTo("orders");
    assertThat(kept.stack().frames().getFirst().name())
        .isEqualTo("dev.freehold.profile.HeapRecordingTest.program");
    assertThat(kept.stack().frames().getFirst().line()).isPositive();
    assertThat(profile.leaks()).hasSize(1);
    Leak leak = profile.leaks().getFirst();
    assertThat(List.of(leak.heap(), leak.kind(), leak.blocks(), leak.bytes()))
        .containsExactly("orders", "held", 1L, 1_000L);
    assertThat(leak.site())
        .isEqualTo(
            "dev.freehold.profile.HeapRecordingTest.program(HeapRecordingTest.java:%d)"
                .formatted(kept.stack().site().line()));
    assertThat(profile.violations()).hasSize(1);
    Violation violation = profile.violations().getFirst();
    assertThat(violation.heap()).isEqualTo("orders");
    assertThat(violation.defect()).isEqualTo("double-free");
    assertThat(violation.used().collapsed())
        .contains("dev.freehold.profile.HeapRecordingTest.program");
  }
}
