package dev.freehold;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Checks.class)
final class ValuesTest {
  private final Heap heap;

  ValuesTest(Checks level) {
    heap = Heap.open(HeapConfig.named("values").withChecks(level));
  }

  @AfterEach
  void everyBlockIsFreedOnce() {
    assertThat(heap.held().blocks()).isZero();
    heap.verify();
    heap.close();
  }

  @Test
  void whatIsWrittenIsRead() {
    try (Block block = heap.allocate(64)) {
      block.set(JAVA_BYTE, 1, (byte) -1);
      block.set(JAVA_SHORT, 2, (short) -2);
      block.set(JAVA_CHAR, 4, 'x');
      block.set(JAVA_INT, 8, -4);
      block.set(JAVA_LONG, 16, Long.MIN_VALUE);
      block.set(JAVA_FLOAT, 24, 1.5f);
      block.set(JAVA_DOUBLE, 32, -2.5);

      assertThat(block.get(JAVA_BYTE, 1)).isEqualTo((byte) -1);
      assertThat(block.get(JAVA_SHORT, 2)).isEqualTo((short) -2);
      assertThat(block.get(JAVA_CHAR, 4)).isEqualTo('x');
      assertThat(block.get(JAVA_INT, 8)).isEqualTo(-4);
      assertThat(block.get(JAVA_LONG, 16)).isEqualTo(Long.MIN_VALUE);
      assertThat(block.get(JAVA_FLOAT, 24)).isEqualTo(1.5f);
      assertThat(block.get(JAVA_DOUBLE, 32)).isEqualTo(-2.5);
    }
  }

  @Test
  void theSegmentHasTheSameBytes() {
    ValueLayout.OfLong big = JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);
    try (Block block = heap.allocate(16)) {
      block.set(big, 8, 0x0102_0304_0506_0708L);

      assertThat(block.segment().get(big, 8)).isEqualTo(0x0102_0304_0506_0708L);
      assertThat(block.segment().get(JAVA_BYTE, 8)).isEqualTo((byte) 1);
      assertThat(block.get(big, 8)).isEqualTo(0x0102_0304_0506_0708L);
    }
  }

  @Test
  void accessBeyondTheBytesIsRefused() {
    try (Block block = heap.allocate(16)) {
      for (long offset : new long[] {-1, 9, 16, Long.MAX_VALUE, Long.MIN_VALUE}) {
        assertThatThrownBy(() -> block.get(JAVA_LONG, offset))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessageContaining("it has 16");
        assertThatThrownBy(() -> block.set(JAVA_LONG, offset, 1))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThatThrownBy(() -> block.get(JAVA_BYTE, 16))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    try (Block none = heap.allocate(0)) {
      assertThatThrownBy(() -> none.get(JAVA_BYTE, 0))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void anAddressWithoutTheAlignmentOfTheLayoutIsRefused() {
    try (Block block = heap.allocate(16)) {
      assertThatIllegalArgumentException().isThrownBy(() -> block.get(JAVA_INT, 2));
      block.set(JAVA_INT_UNALIGNED, 2, 7);
      assertThat(block.get(JAVA_INT_UNALIGNED, 2)).isEqualTo(7);
    }
  }

  @Test
  void accessAfterCloseIsRefused() {
    Block block = heap.allocate(8);
    block.close();
    assertMisuse(Defect.USE_AFTER_FREE, "block read after it was closed", () -> read(block));
    assertMisuse(
        Defect.USE_AFTER_FREE,
        "block written after it was closed",
        () -> block.set(JAVA_INT, 0, 1));
  }

  @Test
  void accessAfterTheBlockWasHandedOnIsRefused() {
    Block sent = heap.allocate(8);
    try (Parcel parcel = sent.send()) {
      assertThat(parcel.bytes()).isEqualTo(8);
      assertMisuse(Defect.USE_AFTER_FREE, "block read after it was sent", () -> read(sent));
    }
    Block shared = heap.allocate(8);
    try (Shared handle = shared.share()) {
      assertThat(handle.bytes()).isEqualTo(8);
      assertMisuse(Defect.USE_AFTER_FREE, "block read after it was shared", () -> read(shared));
    }
    Block counted = heap.allocate(8);
    try (Counted handle = counted.count()) {
      assertThat(handle.bytes()).isEqualTo(8);
      assertMisuse(Defect.USE_AFTER_FREE, "block read after it was counted", () -> read(counted));
    }
  }

  @Test
  void accessWhileLentIsRefused() {
    try (Block block = heap.allocate(8)) {
      try (Borrow writer = block.write()) {
        writer.set(JAVA_LONG, 0, 5);
        assertThat(writer.get(JAVA_LONG, 0)).isEqualTo(5);
        assertMisuse(Defect.ESCAPED_BORROW, "borrowed for writing", () -> read(block));
      }
      try (Borrow reader = block.read()) {
        assertThat(reader.get(JAVA_LONG, 0)).isEqualTo(5);
        assertMisuse(Defect.ESCAPED_BORROW, "borrowed for reading", () -> read(block));
      }
      assertThat(block.get(JAVA_LONG, 0)).isEqualTo(5);
    }
  }

  @Test
  void aReadBorrowDoesNotWriteAndAClosedOneDoesNotRead() {
    try (Block block = heap.allocate(8)) {
      block.set(JAVA_LONG, 0, 5);
      Borrow reader = block.read();
      assertMisuse(Defect.PERMISSION, "read borrow written to", () -> reader.set(JAVA_LONG, 0, 6));
      reader.close();
      assertMisuse(
          Defect.ESCAPED_BORROW, "read after it was closed", () -> reader.get(JAVA_LONG, 0));
      assertThat(block.get(JAVA_LONG, 0)).isEqualTo(5);
    }
  }

  @Test
  void aPartHasBoundsOfItsOwn() {
    try (Block block = heap.allocate(16);
        Borrow half = block.write(8, 8)) {
      half.set(JAVA_LONG, 0, 5);
      assertThatThrownBy(() -> half.set(JAVA_LONG, -8, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> half.set(JAVA_BYTE, 8, (byte) 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void anotherThreadIsRefused() {
    try (Block block = heap.allocate(8)) {
      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> read(block));
      assertThatThrownBy(other::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(WrongThreadException.class);
    }
  }

  private static int read(Block block) {
    return block.get(JAVA_INT, 0);
  }

  private static void assertMisuse(Defect defect, String phrase, ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOfSatisfying(
            MisuseException.class, e -> assertThat(e.report().defect()).isEqualTo(defect))
        .hasMessageContaining(phrase);
  }
}
