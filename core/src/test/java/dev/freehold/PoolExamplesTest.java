package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.os.Memory;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The examples of the chapter on pools and handles, compiled and run.
final class PoolExamplesTest {
  private final Heap heap = Heap.open(HeapConfig.named("network"));

  @AfterEach
  void nothingIsHeld() {
    assertThat(heap.held().blocks()).isZero();
    heap.close();
  }

  @Test
  void aPool() {
    // begin
    PoolConfig config =
        PoolConfig.of("frames", 64 << 10, 32) // 64 KiB each, at most 32 at once
            .withPatience(Duration.ofMillis(100));
    try (Pool frames = Pool.of(heap, config)) {
      try (Lease lease = frames.take()) {
        MemorySegment frame = lease.segment();
        frame.set(ValueLayout.JAVA_LONG, 0, 42);
      } // the frame's segment has ended, its block is idle
      try (Lease lease = frames.take()) { // the same block again
        lease.segment().set(ValueLayout.JAVA_LONG, 8, 43);
      }
      System.out.println(frames.statistics());
    } // the heap has its blocks again
    // end
  }

  @Test
  void sending() throws InterruptedException {
    LongAdder sum = new LongAdder();
    try (Pool frames = Pool.of(heap, PoolConfig.of("frames", 64 << 10, 32))) {
      // begin
      BlockingQueue<LeaseParcel> queue = new ArrayBlockingQueue<>(16);
      Thread consumer =
          Thread.startVirtualThread(() -> {
            try (Lease lease = queue.take().receive()) { // this thread has it now
              sum.add(lease.segment().get(ValueLayout.JAVA_LONG, 0));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      try (Lease lease = frames.take()) {
        lease.segment().set(ValueLayout.JAVA_LONG, 0, 42); // where this fails, it is returned
        queue.add(lease.send()); // from here on the close of this lease has no effect
      }
      // end
      consumer.join();
    }
    assertThat(sum.sum()).isEqualTo(42);
  }

  @Test
  void listening() {
    // begin
    PoolConfig config =
        PoolConfig.of("under-test", 4096, 8)
            .withListener(report -> {
              throw new AssertionError(report.message());
            });
    // end
    Pool pool = Pool.of(heap, config);
    Lease lease = pool.take();
    assertThatThrownBy(pool::close).hasMessageContaining("pool closed while leases are open");
    lease.close();
  }

  @Test
  void records() {
    // begin
    StructLayout node =
        MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("key"), ValueLayout.JAVA_LONG.withName("next"));
    VarHandle key = node.varHandle(MemoryLayout.PathElement.groupElement("key"));
    try (RecordPool nodes = RecordPool.of(heap, node, 1_000)) {
      long first = nodes.take(); // RecordPool.NONE where all are taken
      key.set(nodes.segment(), nodes.offset(first), 42L);
      nodes.free(first);
      try {
        nodes.offset(first);
      } catch (MisuseException e) {
        System.out.println(e.getMessage()); // record used after it was freed
      }
    }
    // end
  }

  @Test
  void handles() {
    // begin
    Handles handles = heap.handles();
    long handle = handles.allocate(64, 16); // 0 where there is no room
    Memory.setLong(handles.address(handle), 42);
    handles.free(handle);
    try {
      handles.address(handle);
    } catch (MisuseException e) {
      System.out.println(e.getMessage()); // handle used after it was freed
    }
    // end
  }
}
