package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HandlesTest {
  /// Hands out the lowest free one of a few addresses, so that they are reused at once.
  private static final class Few implements Allocator {
    private final long[] sizes = new long[8];

    Few() {
      Arrays.fill(sizes, -1);
    }

    @Override
    public long allocate(long bytes, long alignment) {
      for (int i = 0; i < sizes.length; i++) {
        if (sizes[i] < 0) {
          sizes[i] = bytes;
          return (i + 1L) << 12;
        }
      }
      return NULL;
    }

    @Override
    public boolean resize(long address, long bytes) {
      sizes[(int) (address >> 12) - 1] = bytes;
      return true;
    }

    @Override
    public void free(long address) {
      sizes[(int) (address >> 12) - 1] = -1;
    }

    @Override
    public long sizeOf(long address) {
      return sizes[(int) (address >> 12) - 1];
    }
  }

  private static Heap open(Checks level) {
    return Heap.open(HeapConfig.named("nodes").withChecks(level));
  }

  private static Defect defect(ThrowingCallable action) {
    MisuseException found = catchThrowableOfType(MisuseException.class, action);
    assertThat(found).isNotNull();
    assertThat(found).hasMessageContaining("rule").hasMessageContaining("next");
    return found.report().defect();
  }

  @ParameterizedTest
  @EnumSource
  void everyMisuseIsRefusedAtEveryLevel(Checks level) {
    try (Heap heap = open(level)) {
      Handles handles = heap.handles();
      long live = handles.allocate(100, 16);
      long stale = handles.allocate(100, 16);
      handles.free(stale);
      assertThat(handles.sizeOf(live)).isEqualTo(100);
      assertThat(defect(() -> handles.address(stale))).isEqualTo(Defect.USE_AFTER_FREE);
      assertThat(defect(() -> handles.sizeOf(stale))).isEqualTo(Defect.USE_AFTER_FREE);
      assertThat(defect(() -> handles.resize(stale, 1))).isEqualTo(Defect.USE_AFTER_FREE);
      assertThat(defect(() -> handles.free(stale))).isEqualTo(Defect.DOUBLE_FREE);
      assertThat(defect(() -> handles.free(live + 16))).isEqualTo(Defect.INVALID_FREE);
      assertThat(defect(() -> handles.address(live + 16))).isEqualTo(Defect.INVALID_FREE);
      assertThat(defect(() -> handles.address(handles.address(live))))
          .isEqualTo(Defect.INVALID_FREE);
      assertThat(defect(() -> handles.address(stale + (1L << 48)))).isEqualTo(Defect.INVALID_FREE);
      assertThat(defect(() -> handles.free(0))).isEqualTo(Defect.NULL_ACCESS);
      assertThat(defect(() -> handles.address(0))).isEqualTo(Defect.NULL_ACCESS);
      assertThat(defect(() -> handles.address(1L << 48))).isEqualTo(Defect.INVALID_FREE);
      heap.verify();
      assertThat(heap.held().blocks()).isEqualTo(1);
      handles.free(live);
      assertThat(heap.held().blocks()).isZero();
    }
  }

  @Test
  void fullChecksNameThePlaces() {
    try (Heap heap = open(Checks.FULL)) {
      Handles handles = heap.handles();
      long handle = handles.allocate(100, 16);
      handles.free(handle);
      assertThatThrownBy(() -> handles.address(handle))
          .hasMessageContaining("taken   at dev.freehold.HandlesTest.fullChecksNameThePlaces")
          .hasMessageContaining("freed   at dev.freehold.HandlesTest.fullChecksNameThePlaces");
    }
  }

  @Test
  void anOverrunIsFoundAndTheHandleEnds() {
    try (Heap heap = open(Checks.FULL)) {
      Handles handles = heap.handles();
      long handle = handles.allocate(100, 16);
      Memory.setByte(handles.address(handle) + 100, (byte) 1);
      assertThat(defect(() -> handles.free(handle))).isEqualTo(Defect.OVERFLOW);
      assertThat(defect(() -> handles.free(handle))).isEqualTo(Defect.DOUBLE_FREE);
      assertThat(heap.held().blocks()).isZero();
    }
  }

  @Test
  void aStaleHandleIsRefusedUntilTheTagWraps() {
    Handles handles = Handles.over(new Few(), "few");
    long first = handles.allocate(1, 1);
    long address = handles.address(first);
    handles.free(first);
    for (int reuse = 1; reuse < Handles.TAGS; reuse++) {
      long handle = handles.allocate(1, 1);
      assertThat(handle).isNotEqualTo(first);
      assertThat(handle & 0xFFFF_FFFF_FFFFL).isEqualTo(address);
      assertThat(handle >>> 48).isNotZero();
      if (reuse % 1_000 == 0 || reuse > Handles.TAGS - 10) {
        assertThat(defect(() -> handles.address(first))).isEqualTo(Defect.USE_AFTER_FREE);
        assertThat(defect(() -> handles.free(first))).isEqualTo(Defect.DOUBLE_FREE);
      }
      handles.free(handle);
    }
    assertThat(handles.allocate(1, 1)).isEqualTo(first); // the 65,535th reuse
  }

  @Test
  void anAddressFreedOtherwiseStartsANewGeneration() {
    Few few = new Few();
    Handles handles = Handles.over(few, "few");
    long stale = handles.allocate(1, 1);
    few.free(handles.address(stale));
    long fresh = handles.allocate(1, 1);
    assertThat(handles.address(fresh)).isPositive();
    assertThat(defect(() -> handles.address(stale))).isEqualTo(Defect.USE_AFTER_FREE);
  }

  @Test
  void addressesBeyondTheLayoutAreRefused() {
    long[] freed = new long[1];
    Handles handles =
        Handles.over(
            new Allocator() {
              @Override
              public long allocate(long bytes, long alignment) {
                return 1L << 48;
              }

              @Override
              public boolean resize(long address, long bytes) {
                return false;
              }

              @Override
              public void free(long address) {
                freed[0] = address;
              }

              @Override
              public long sizeOf(long address) {
                return 0;
              }
            },
            "high");
    assertThatThrownBy(() -> handles.allocate(1, 1)).hasMessageContaining("48 bits");
    assertThat(freed[0]).isEqualTo(1L << 48);
  }

  @Test
  void refusesTheNinthAndGoesOn() {
    Handles handles = Handles.over(new Few(), "few");
    List<Long> live = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      live.add(handles.allocate(i, 1));
    }
    assertThat(handles.allocate(1, 1)).isEqualTo(Allocator.NULL);
    for (int i = 0; i < 8; i++) {
      assertThat(handles.sizeOf(live.get(i))).isEqualTo(i);
    }
    handles.free(live.get(3));
    assertThat(handles.allocate(1, 1)).isNotZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"SCOPED", "FULL"})
  void agreesWithAModel(Checks level) {
    try (Heap heap = open(level)) {
      Handles handles = heap.handles();
      Random random = new Random(11);
      Map<Long, Long> sizes = new HashMap<>();
      List<Long> live = new ArrayList<>();
      List<Long> stale = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        int choice = random.nextInt(10);
        if (choice < 4 || live.isEmpty()) {
          long bytes = random.nextInt(500);
          long handle = handles.allocate(bytes, 1L << random.nextInt(6));
          assertThat(sizes.put(handle, bytes)).isNull();
          live.add(handle);
        } else if (choice < 8) {
          long handle = live.remove(random.nextInt(live.size()));
          handles.free(handle);
          sizes.remove(handle);
          stale.add(handle);
        } else if (choice == 8 && !stale.isEmpty() && i % 8 == 0) {
          long handle = stale.get(random.nextInt(stale.size()));
          assertThat(defect(() -> handles.address(handle))).isEqualTo(Defect.USE_AFTER_FREE);
        } else {
          long handle = live.get(random.nextInt(live.size()));
          assertThat(handles.sizeOf(handle)).isEqualTo(sizes.get(handle));
          long bytes = random.nextInt(500);
          if (handles.resize(handle, bytes)) {
            sizes.put(handle, bytes);
          }
        }
      }
      assertThat(heap.held().blocks()).isEqualTo(live.size());
      live.forEach(handles::free);
    }
  }

  @Test
  void ofManyThreadsThatFreeOneHandleOneSucceeds() throws Exception {
    try (Heap heap = open(Checks.SCOPED);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Handles handles = heap.handles();
      int rounds = 2_000;
      long[] shared = new long[rounds];
      for (int i = 0; i < rounds; i++) {
        shared[i] = handles.allocate(32, 16);
      }
      AtomicInteger freed = new AtomicInteger();
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Random random = new Random(t);
        running.add(
            threads.submit(() -> {
              for (int i = 0; i < rounds; i++) {
                long own = handles.allocate(1 + random.nextInt(2_000), 16);
                Memory.setByte(handles.address(own), (byte) i);
                try {
                  handles.free(shared[i]);
                  freed.incrementAndGet();
                } catch (MisuseException e) {
                  assertThat(e.report().defect()).isEqualTo(Defect.DOUBLE_FREE);
                }
                handles.free(own);
              }
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      assertThat(freed).hasValue(rounds);
      assertThat(heap.held().blocks()).isZero();
    }
  }
}
