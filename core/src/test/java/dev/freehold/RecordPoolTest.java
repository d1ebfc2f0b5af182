package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class RecordPoolTest {
  private static final StructLayout NODE =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_LONG.withName("key"), ValueLayout.JAVA_INT.withName("count"));

  private static Defect defect(ThrowingCallable action) {
    MisuseException found = catchThrowableOfType(MisuseException.class, action);
    assertThat(found).isNotNull();
    return found.report().defect();
  }

  @Test
  void agreesWithAModel() {
    try (Heap heap = Heap.open(HeapConfig.named("tree"));
        RecordPool nodes = RecordPool.of(heap, NODE, 100)) {
      Random random = new Random(5);
      Map<Long, Long> keys = new HashMap<>();
      List<Long> live = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        if (random.nextInt(100) < 52) {
          long node = nodes.take();
          assertThat(node == RecordPool.NONE).isEqualTo(live.size() == 100);
          if (node != RecordPool.NONE) {
            nodes.at(node).set(ValueLayout.JAVA_LONG, 0, i);
            assertThat(keys.put(node, (long) i)).isNull();
            live.add(node);
          }
        } else if (!live.isEmpty()) {
          long node = live.remove(random.nextInt(live.size()));
          assertThat(nodes.segment().get(ValueLayout.JAVA_LONG, nodes.offset(node)))
              .isEqualTo(keys.remove(node));
          nodes.free(node);
        }
        assertThat(nodes.taken()).isEqualTo(live.size());
      }
    }
  }

  @Test
  void everyMisuseIsRefused() {
    try (Heap heap = Heap.open(HeapConfig.named("tree"))) {
      RecordPool nodes = RecordPool.of(heap, NODE, 2);
      long first = nodes.take();
      nodes.free(first);
      long second = nodes.take(); // at the same index
      assertThat(nodes.offset(second)).isZero();
      assertThat(defect(() -> nodes.at(first))).isEqualTo(Defect.USE_AFTER_FREE);
      assertThat(defect(() -> nodes.free(first))).isEqualTo(Defect.DOUBLE_FREE);
      assertThat(defect(() -> nodes.free(second + 1))).isEqualTo(Defect.INVALID_FREE);
      assertThat(defect(() -> nodes.free(second + 2))).isEqualTo(Defect.INVALID_FREE);
      assertThat(defect(() -> nodes.at(RecordPool.NONE))).isEqualTo(Defect.INVALID_FREE);
      MemorySegment slice = nodes.at(second);
      assertThat(slice.byteSize()).isEqualTo(12);
      nodes.close();
      assertThatThrownBy(nodes::take).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(nodes::close).isInstanceOf(MisuseException.class);
    }
  }

  @Test
  void belongsToOneThread() throws InterruptedException {
    try (Heap heap = Heap.open(HeapConfig.named("tree"));
        RecordPool nodes = RecordPool.of(heap, NODE, 2)) {
      List<Throwable> failed = new ArrayList<>();
      Thread other =
          Thread.ofVirtual()
              .uncaughtExceptionHandler((thread, e) -> failed.add(e))
              .start(
                  () -> assertThatThrownBy(nodes::take).isInstanceOf(WrongThreadException.class));
      other.join();
      assertThat(failed).isEmpty();
      assertThat(nodes.taken()).isZero();
    }
  }

  @Test
  void sizesAreChecked() {
    try (Heap heap = Heap.open(HeapConfig.named("tree").withReserve(1 << 20))) {
      assertThatThrownBy(() -> RecordPool.of(heap, NODE, 0)).hasMessageContaining("capacity is 0");
      assertThatThrownBy(() -> RecordPool.of(heap, NODE, 1 << 20))
          .isInstanceOf(OffHeapOutOfMemoryException.class);
    }
  }

  @Test
  void moreRecordsThanAnArrayHasTakeNoBlock() {
    try (Heap heap = Heap.open(HeapConfig.named("tree").withReserve(4L << 30))) {
      assertThatThrownBy(() -> RecordPool.of(heap, ValueLayout.JAVA_BYTE, Integer.MAX_VALUE))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(heap.held().blocks()).isZero();
    }
  }
}
