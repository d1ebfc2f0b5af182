package dev.freehold.ownership;

import static dev.freehold.Defect.USE_AFTER_FREE;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Trial.elsewhere;
import static dev.freehold.ownership.Trial.virtually;
import static dev.freehold.ownership.Verdict.CONFINED;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.Parcel;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Exchanger;
import java.util.concurrent.FutureTask;

/// Memory that goes from thread to thread.
final class SendCases {
  private SendCases() {}

  static Group group() {
    return new Group(
        "From thread to thread",
        "A block leaves its thread as a parcel, or is shared.",
        List.of(
            allowed(
                "received by another thread, written there, freed there",
                "`Box: Send`",
                heap -> {
                  Parcel parcel = heap.allocate(8).send();
                  elsewhere(() -> {
                    try (Block block = parcel.receive()) {
                      block.segment().set(JAVA_LONG, 0, 42);
                    }
                    return true;
                  });
                }),
            allowed(
                "there and back again",
                "`mpsc`",
                heap -> {
                  Parcel there = heap.allocate(8).send();
                  Parcel back =
                      elsewhere(() -> {
                        Block block = there.receive();
                        block.segment().set(JAVA_LONG, 0, 42);
                        return block.send();
                      });
                  try (Block block = back.receive()) {
                    assertThat(block.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                  }
                }),
            allowed(
                "a hundred blocks through a queue, in order",
                "`mpsc::channel`",
                heap -> {
                  BlockingQueue<Parcel> queue = new ArrayBlockingQueue<>(100);
                  for (int i = 0; i < 100; i++) {
                    try (Block block = heap.allocate(8)) {
                      block.segment().set(JAVA_LONG, 0, i);
                      queue.add(block.send());
                    }
                  }
                  elsewhere(() -> {
                    for (int i = 0; i < 100; i++) {
                      try (Block block = queue.take().receive()) {
                        assertThat(block.segment().get(JAVA_LONG, 0)).isEqualTo(i);
                      }
                    }
                    return true;
                  });
                }),
            allowed(
                "received by a virtual thread",
                "`Send`",
                heap -> {
                  Parcel parcel = heap.allocate(8).send();
                  virtually(() -> {
                    try (Block block = parcel.receive()) {
                      block.segment().set(JAVA_LONG, 0, 42);
                    }
                    return true;
                  });
                }),
            allowed(
                "taken by a virtual thread, received here",
                "`Send`",
                heap -> {
                  Parcel parcel = virtually(() -> heap.allocate(8).send());
                  parcel.receive().close();
                }),
            allowed(
                "closed by another thread, unreceived",
                "`Receiver` dropped",
                heap -> {
                  Parcel parcel = heap.allocate(8).send();
                  elsewhere(() -> {
                    parcel.close();
                    return true;
                  });
                }),
            refused(
                "received by a thread after another one had",
                "E0382",
                misuse(USE_AFTER_FREE, "parcel received twice"),
                (heap, trial) -> {
                  Parcel parcel = heap.allocate(8).send();
                  try (Block block = parcel.receive()) {
                    trial.attemptElsewhere(parcel::receive);
                    block.segment().set(JAVA_LONG, 0, 1);
                  }
                }),
            refused(
                "used by its sender while it travels",
                "E0382",
                misuse(USE_AFTER_FREE, "block used after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(8);
                  Parcel parcel = block.send();
                  trial.attempt(block::segment);
                  elsewhere(() -> {
                    parcel.receive().close();
                    return true;
                  });
                  trial.attempt(block::segment);
                }),
            refused(
                "a sender's segment in the receiver's hands",
                "E0382",
                CONFINED,
                (heap, trial) -> {
                  Block block = heap.allocate(8);
                  MemorySegment before = block.segment();
                  Parcel parcel = block.send();
                  elsewhere(() -> {
                    try (Block _ = parcel.receive()) {
                      trial.attempt(() -> before.get(JAVA_LONG, 0));
                    }
                    return true;
                  });
                }),
            allowed(
                "a tail of threads, each of which sends on",
                "`thread::spawn(move)`",
                heap -> {
                  Parcel parcel = heap.allocate(8).send();
                  for (int i = 0; i < 5; i++) {
                    Parcel sent = parcel;
                    parcel = elsewhere(() -> sent.receive().send());
                  }
                  parcel.close();
                }),
            allowed(
                "received after its heap was closed",
                "drop order, reported",
                heap -> {
                  Heap inner = Heap.open(HeapConfig.named("inner").withHeldListener(_ -> {}));
                  Parcel parcel = inner.allocate(8).send();
                  inner.close();
                  try (Block block = parcel.receive()) {
                    block.segment().set(JAVA_LONG, 0, 42);
                  }
                  assertThat(inner.held().blocks()).isZero();
                }),
            allowed(
                "two parcels that cross",
                "`Send`",
                heap -> {
                  Exchanger<Parcel> exchanger = new Exchanger<>();
                  Parcel mine = heap.allocate(8).send();
                  FutureTask<Boolean> other =
                      new FutureTask<>(() -> {
                        exchanger.exchange(heap.allocate(16).send()).receive().close();
                        return true;
                      });
                  Thread.ofPlatform().start(other);
                  try (Block block = exchanger.exchange(mine).receive()) {
                    assertThat(block.bytes()).isEqualTo(16);
                  }
                  assertThat(other.get()).isTrue();
                })));
  }
}
