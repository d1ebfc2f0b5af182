package dev.freehold.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Counted;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.MisuseException;
import dev.freehold.Parcel;
import dev.freehold.Shared;
import dev.freehold.Weak;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The examples of the chapter on ownership and of the package documentation, compiled and run.
final class OwnershipExamplesTest {
  private final Heap heap = Heap.open(HeapConfig.named("prices"));

  @AfterEach
  void nothingIsHeld() {
    assertThat(heap.held().blocks()).isZero();
    heap.close();
  }

  @Test
  void anOwner() {
    // begin
    try (Block block = heap.allocate(1024)) {
      MemorySegment prices = block.segment();
      prices.setAtIndex(ValueLayout.JAVA_LONG, 0, 42);
    } // freed
    // end
  }

  @Test
  void anOwnerWithoutASegment() {
    // begin
    try (Block order = heap.allocate(16)) {
      order.set(ValueLayout.JAVA_LONG, 0, 42L);
      order.set(ValueLayout.JAVA_LONG, 8, order.get(ValueLayout.JAVA_LONG, 0) + 1);
    }
    // end
  }

  @Test
  void borrows() {
    try (Block block = heap.allocate(1024)) {
      // begin
      try (Borrow writer = block.write()) { // one writer
        writer.segment().setAtIndex(ValueLayout.JAVA_LONG, 127, 42);
      }
      try (Borrow all = block.read(); // or any number of readers
          Borrow tail = block.read(1016, 8)) {
        long last = all.segment().getAtIndex(ValueLayout.JAVA_LONG, 127);
        long same = tail.segment().get(ValueLayout.JAVA_LONG, 0);
        // end
        assertThat(last).isEqualTo(same).isEqualTo(42);
      }
    }
  }

  @Test
  void aMisuse() {
    // begin
    try (Block block = heap.allocate(1024);
        Borrow reader = block.read()) {
      try {
        block.write();
      } catch (MisuseException e) {
        System.out.println(e.getMessage()); // what happened, where, which rule, what to do
      }
      assertThat(reader.segment().byteSize()).isEqualTo(1024); // nothing has changed
    }
    // end
  }

  @Test
  void halves() {
    try (Block block = heap.allocate(1024)) {
      // begin
      try (Borrow writer = block.write()) {
        MemorySegment left = writer.segment().asSlice(0, 512);
        MemorySegment right = writer.segment().asSlice(512);
        right.copyFrom(left);
      }
      // end
    }
  }

  @Test
  void parcels() throws InterruptedException {
    LongAdder sum = new LongAdder();
    // begin
    BlockingQueue<Parcel> queue = new ArrayBlockingQueue<>(16);
    Thread consumer =
        Thread.startVirtualThread(() -> {
          try (Block block = queue.take().receive()) { // this thread owns it now
            sum.add(block.segment().get(ValueLayout.JAVA_LONG, 0));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try (Block block = heap.allocate(8)) {
      block.segment().set(ValueLayout.JAVA_LONG, 0, 42); // where this fails, the block is freed
      queue.add(block.send()); // from here on the close of this block has no effect
    }
    // end
    consumer.join();
    assertThat(sum.sum()).isEqualTo(42);
  }

  @Test
  void sharing() {
    LongAdder sum = new LongAdder();
    Block block = heap.allocate(1024);
    block.segment().fill((byte) 0);
    // begin
    block.segment().setAtIndex(ValueLayout.JAVA_LONG, 3, 42);
    try (Shared table = block.share();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        int row = i;
        threads.execute(() -> {
          try (Borrow reader = table.read()) { // confined to this thread
            sum.add(reader.segment().getAtIndex(ValueLayout.JAVA_LONG, row));
          }
        });
      }
    } // waits for the threads, then frees
    // end
    assertThat(sum.sum()).isEqualTo(42);
  }

  @Test
  void reclaiming() {
    Shared table = heap.allocate(1024).share();
    // begin
    try (Block block = table.reclaim()) { // refused while anyone else holds it
      block.segment().fill((byte) 0);
    }
    // end
  }

  @Test
  void counting() {
    // begin
    try (Counted ours = heap.allocate(64).count();
        Counted theirs = ours.another()) {
      try (Borrow writer = ours.write()) {
        writer.segment().set(ValueLayout.JAVA_LONG, 0, 42);
      }
      try (Borrow reader = theirs.read()) {
        long seen = reader.segment().get(ValueLayout.JAVA_LONG, 0);
        // end
        assertThat(seen).isEqualTo(42);
      }
    }
  }

  @Test
  void weakHandles() {
    Shared table = heap.allocate(64).share();
    // begin
    Weak<Shared> cached = table.weak();
    try (Shared found = cached.upgrade()) {
      if (found != null) { // somebody still holds it, and now so does this
        found.read().close();
      }
    }
    // end
    table.close();
    assertThat(cached.upgrade()).isNull();
  }
}
