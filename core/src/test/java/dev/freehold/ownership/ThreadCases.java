package dev.freehold.ownership;

import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Trial.elsewhere;
import static dev.freehold.ownership.Trial.virtually;
import static dev.freehold.ownership.Verdict.CONFINED;
import static dev.freehold.ownership.Verdict.WRONG_THREAD;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Counted;
import dev.freehold.Parcel;
import dev.freehold.Shared;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Threads that use what others own.
final class ThreadCases {
  private ThreadCases() {}

  static Group group() {
    return new Group(
        "The wrong thread",
        "Another thread is refused in every state of an owner or a borrow, and changes none.",
        List.of(
            refused(
                "access through the owner's segment",
                "E0277 (`!Sync`)",
                CONFINED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    MemorySegment kept = block.segment();
                    trial.attemptElsewhere(() -> block.segment().get(JAVA_LONG, 0));
                    trial.attemptElsewhere(() -> kept.set(JAVA_LONG, 0, 1));
                  }
                }),
            refused(
                "access through a reader's segment",
                "E0277",
                CONFINED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8);
                      Borrow reader = block.read()) {
                    trial.attemptElsewhere(() -> reader.segment().get(JAVA_LONG, 0));
                  }
                }),
            refused(
                "access through a shared block's borrow of another thread",
                "E0277",
                CONFINED,
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(8).share();
                      Borrow reader = shared.read()) {
                    trial.attemptElsewhere(() -> reader.segment().get(JAVA_LONG, 0));
                  }
                }),
            refused(
                "a free block: borrowed, resized, moved, closed",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    everything(block, trial);
                    block.segment().set(JAVA_LONG, 0, 1);
                    block.write().close();
                  }
                }),
            refused(
                "a block without an open segment: the same",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    block.read().close();
                    everything(block, trial);
                    trial.attemptElsewhere(block::segment);
                    block.write().close();
                  }
                }),
            refused(
                "a block with readers: the same",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    try (Borrow _ = block.read();
                        Borrow _ = block.read()) {
                      everything(block, trial);
                      trial.attemptElsewhere(block::segment);
                    }
                    block.write().close();
                  }
                }),
            refused(
                "a block with a writer: the same",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    try (Borrow _ = block.write()) {
                      everything(block, trial);
                      trial.attemptElsewhere(block::segment);
                    }
                    block.write().close();
                  }
                }),
            refused(
                "a closed block: the same",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  Block block = heap.allocate(8);
                  block.close();
                  everything(block, trial);
                  trial.attemptElsewhere(block::segment);
                }),
            refused(
                "a block that was sent: the same",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  Block block = heap.allocate(8);
                  try (Parcel _ = block.send()) {
                    everything(block, trial);
                    trial.attemptElsewhere(block::segment);
                  }
                }),
            refused(
                "a block that was shared: the same",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  Block block = heap.allocate(8);
                  try (Shared _ = block.share()) {
                    everything(block, trial);
                  }
                }),
            refused(
                "a reader: lent on, closed",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    try (Borrow reader = block.read()) {
                      everything(reader, trial);
                    }
                    block.write().close();
                  }
                }),
            refused(
                "a writer: lent on, closed",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    try (Borrow writer = block.write()) {
                      everything(writer, trial);
                      writer.segment().set(JAVA_LONG, 0, 1);
                    }
                    block.write().close();
                  }
                }),
            refused(
                "a writer that is lent on: the same",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8);
                      Borrow writer = block.write();
                      Borrow _ = writer.read()) {
                    everything(writer, trial);
                    trial.attemptElsewhere(writer::segment);
                  }
                }),
            refused(
                "a closed borrow: the same",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    Borrow reader = block.read();
                    reader.close();
                    everything(reader, trial);
                    trial.attemptElsewhere(reader::segment);
                    Borrow writer = block.write();
                    writer.close();
                    everything(writer, trial);
                  }
                }),
            refused(
                "a reader of a shared block: lent on, closed",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(8).share()) {
                    try (Borrow reader = shared.read()) {
                      everything(reader, trial);
                      assertThat(shared.holders()).isEqualTo(2);
                    }
                    assertThat(shared.holders()).isEqualTo(1);
                  }
                }),
            refused(
                "a reader of a counted block: lent on, closed",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Counted counted = heap.allocate(8).count()) {
                    try (Borrow reader = counted.read()) {
                      everything(reader, trial);
                    }
                    counted.write().close();
                  }
                }),
            refused(
                "the writer of a shared block: lent on, closed",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(8).share()) {
                    try (Borrow writer = shared.write()) {
                      everything(writer, trial);
                    }
                    shared.read().close();
                  }
                }),
            refused(
                "a virtual thread: borrowed, closed",
                "E0277",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    virtually(() -> {
                      trial.attempt(block::read);
                      trial.attempt(block::write);
                      trial.attempt(block::close);
                      return true;
                    });
                    block.write().close();
                  }
                }),
            refused(
                "a closure for another thread that borrows what is here",
                "E0373 (`thread::spawn`)",
                CONFINED,
                (heap, trial) -> {
                  try (Block block = heap.allocate(8)) {
                    MemorySegment here = block.segment();
                    trial.attemptElsewhere(() -> here.get(JAVA_LONG, 0));
                  }
                }),
            allowed(
                "a thread that ends within the scope of what it reads, by a handle",
                "`thread::scope`",
                heap -> {
                  Block block = heap.allocate(8);
                  block.segment().set(JAVA_LONG, 0, 42);
                  Shared shared = block.share();
                  for (int i = 0; i < 3; i++) {
                    long seen =
                        elsewhere(() -> {
                          try (Borrow reader = shared.read()) {
                            return reader.segment().get(JAVA_LONG, 0);
                          }
                        });
                    assertThat(seen).isEqualTo(42);
                  }
                  try (Block again = shared.reclaim()) {
                    again.segment().set(JAVA_LONG, 0, 43);
                  }
                })));
  }

  private static void everything(Block block, Trial trial) throws Exception {
    trial.attemptElsewhere(block::read);
    trial.attemptElsewhere(() -> block.read(0, 4));
    trial.attemptElsewhere(block::write);
    trial.attemptElsewhere(() -> block.write(0, 4));
    trial.attemptElsewhere(() -> block.resize(4));
    trial.attemptElsewhere(block::send);
    trial.attemptElsewhere(block::share);
    trial.attemptElsewhere(block::count);
    trial.attemptElsewhere(block::close);
  }

  private static void everything(Borrow borrow, Trial trial) throws Exception {
    trial.attemptElsewhere(borrow::read);
    trial.attemptElsewhere(() -> borrow.read(0, 4));
    trial.attemptElsewhere(borrow::write);
    trial.attemptElsewhere(() -> borrow.write(0, 4));
    trial.attemptElsewhere(borrow::close);
  }
}
