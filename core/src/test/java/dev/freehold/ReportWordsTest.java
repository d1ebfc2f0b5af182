package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.freehold.os.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The lines of reports.
final class ReportWordsTest {
  @ParameterizedTest
  @EnumSource(names = {"SCOPED", "FULL"})
  void theLineOfTheBlockSaysBlockOnce(Checks level) {
    List<String> messages = new ArrayList<>();
    try (Heap heap = Heap.open(HeapConfig.named("orders").withChecks(level))) {
      Block block = heap.allocate(100);
      block.segment().fill((byte) 1);
      Borrow borrow = block.read();
      messages.add(message(block::close));
      borrow.close();
      messages.add(message(borrow::segment));
      messages.add(message(() -> elsewhere(block::read)));
      block.close();
      messages.add(message(block::close));
      messages.add(message(block::segment));
      Shared shared = heap.allocate(8).share();
      shared.close();
      messages.add(message(shared::close));
      Counted counted = heap.allocate(8).count();
      messages.add(message(() -> elsewhere(counted::close)));
      counted.close();
      messages.add(message(counted::close));
    }
    assertThat(messages)
        .allSatisfy(message -> assertThat(message).containsPattern("(?m)^  block   "))
        .allSatisfy(message -> assertThat(message).doesNotContainPattern("(?m)^  block .*block"))
        .allSatisfy(message ->
            assertThat(message).containsPattern("(?m)^  block .*0x[0-9a-f]+, [0-9]+ bytes"));
  }

  private static String message(ThrowingCallable misuse) {
    return String.valueOf(catchThrowable(misuse).getMessage());
  }

  private static void elsewhere(Runnable action) throws Throwable {
    FutureTask<Boolean> task = new FutureTask<>(action, true);
    Thread.ofPlatform().start(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  @Test
  void whatIsHeldPointsAtThePageOfLeaks() {
    List<String> messages = new ArrayList<>();
    Heap heap =
        Heap.open(
            HeapConfig.named("orders").withHeldListener(report -> messages.add(report.message())));
    Block block = heap.allocate(100);
    heap.close();
    block.close();
    assertThat(messages).singleElement().asString().containsPattern("next .*docs/checks/leak.md");
  }

  @Test
  void aReadOfWhatNobodyWroteHidesNoOtherDefect() {
    try (Heap heap = Heap.open(HeapConfig.named("orders").withChecks(Checks.FULL))) {
      Block block = heap.allocate(100);
      long address = block.address();
      assertThat(defect(() -> block.read(32, 16))).isEqualTo(Defect.UNINITIALIZED_READ);
      block.read(32, 16).close(); // each defect of a block is reported once
      Memory.setByte(address + 101, (byte) 0);
      assertThat(defect(heap::verify)).isEqualTo(Defect.OVERFLOW);
      heap.verify();
      Memory.setByte(address - 1, (byte) 0);
      assertThat(defect(heap::verify)).isEqualTo(Defect.UNDERFLOW);
      block.close();
      Memory.setByte(address + 50, (byte) 1);
      assertThat(defect(heap::verify)).isEqualTo(Defect.WRITE_AFTER_FREE);
      heap.verify();
    }
  }

  private static Defect defect(ThrowingCallable misuse) {
    return ((MisuseException) catchThrowable(misuse)).report().defect();
  }
}
