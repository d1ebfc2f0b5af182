package dev.freehold;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.freehold.os.Memory;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DiagnosisTest {
  private static final int PAGE = 4096;

  private Heap heap = open(Checks.FULL);

  private static Heap open(Checks level) {
    return Heap.open(
        HeapConfig.named("diagnosed").withChecks(level).withHeldListener(report -> {}));
  }

  @AfterEach
  void close() {
    heap.close();
  }

  private static Report diagnosed(ThrowingCallable program) {
    return Objects.requireNonNull(Diagnosis.of(catchThrowable(program)));
  }

  @Test
  void aBlockThatTheFaultClosedCountsAsLive() {
    heap.close();
    heap = open(Checks.GUARDED);
    Report report =
        diagnosed(() -> {
          try (Block block = heap.allocate(PAGE)) {
            Memory.setByte(block.address() + PAGE, (byte) 1);
          }
        });
    assertThat(report.defect()).isEqualTo(Defect.OVERFLOW);
    assertThat(report.freed()).isNull();
    assertThat(report.taken()).isNotNull();
  }

  @Test
  void aBlockThatIsClosedInFinallyCountsAsLive() {
    heap.close();
    heap = open(Checks.GUARDED);
    Report report =
        diagnosed(() -> {
          Block block = heap.allocate(PAGE);
          try {
            Memory.setByte(block.address() + PAGE, (byte) 1);
          } finally {
            block.close();
          }
        });
    assertThat(report.defect()).isEqualTo(Defect.OVERFLOW);
    assertThat(report.freed()).isNull();
  }

  @Test
  void aBlockThatWasClosedBeforeTheFaultWasFreed() {
    heap.close();
    heap = open(Checks.GUARDED);
    Report report =
        diagnosed(() -> {
          Block block = heap.allocate(PAGE);
          block.close();
          Memory.getByte(block.address());
        });
    assertThat(report.defect()).isEqualTo(Defect.USE_AFTER_FREE);
    assertThat(report.freed()).isNotNull();
  }

  @Test
  void anIndexThatALayoutRefusesIsAnOverflow() {
    SequenceLayout layout = MemoryLayout.sequenceLayout(4, JAVA_LONG);
    VarHandle element = layout.varHandle(PathElement.sequenceElement());
    Report report =
        diagnosed(() -> {
          try (Block block = heap.allocate(layout.byteSize())) {
            element.set(block.segment(), 0L, 4L, 1L);
          }
        });
    assertThat(report.defect()).isEqualTo(Defect.OVERFLOW);
    assertThat(report.taken()).isNotNull();
  }

  @Test
  void indexesOfTheJavaHeapAreNoMisuse() {
    MemorySegment array = MemorySegment.ofArray(new byte[4]);
    assertThat(Diagnosis.of(catchThrowable(() -> array.get(JAVA_BYTE, 4)))).isNull();
    assertThat(Diagnosis.of(catchThrowable(() -> "abc".charAt(3)))).isNull();
  }

  @Test
  void sizesThatNoBlockCanHaveAreOverflows() {
    assertThat(diagnosed(() -> heap.allocate(-1)).defect()).isEqualTo(Defect.SIZE_OVERFLOW);
    assertThat(diagnosed(() -> heap.allocate(1L << 60)).defect()).isEqualTo(Defect.SIZE_OVERFLOW);
    try (Heap small =
        Heap.open(HeapConfig.named("small").withLimit(1 << 20).withChecks(Checks.FULL))) {
      assertThat(Diagnosis.of(catchThrowable(() -> small.allocate(2 << 20)))).isNull();
    }
  }

  @Test
  void leaksSayWhereTheirBlocksWereTaken() {
    Block block = heap.allocate(24);
    assertThat(heap.leaks())
        .singleElement()
        .satisfies(report -> {
          assertThat(report.defect()).isEqualTo(Defect.LEAK);
          assertThat(Objects.requireNonNull(report.taken()).place().getMethodName())
              .isEqualTo("leaksSayWhereTheirBlocksWereTaken");
        });
    block.close();
    assertThat(heap.leaks()).isEmpty();
  }

  @Test
  void aPartIsReadOnceEveryWordOfItIsWritten() {
    try (Block block = heap.allocate(64)) {
      block.segment().set(JAVA_LONG, 0, 1);
      block.read().close();
      assertThat(diagnosed(() -> block.read(0, 64).close()).defect())
          .isEqualTo(Defect.UNINITIALIZED_READ);
    }
  }
}
