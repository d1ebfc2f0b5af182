package dev.freehold.ownership;

import static dev.freehold.ownership.OwnershipCase.allowed;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Counted;
import dev.freehold.Heap;
import dev.freehold.MisuseException;
import dev.freehold.OffHeapOutOfMemoryException;
import dev.freehold.Parcel;
import dev.freehold.Shared;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Freeing where code fails, at every step.
final class UnwindCases {
  private UnwindCases() {}

  /// A failure that the steps count down to.
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Fails at one step.
  private static final class Steps {
    private int left;

    Steps(int left) {
      this.left = left;
    }

    <T> T next(T result) {
      step();
      return result;
    }

    void step() {
      if (left-- == 0) {
        throw new Failure();
      }
    }
  }

  @FunctionalInterface
  private interface Work {
    void run(Heap heap, Steps steps) throws Exception;
  }

  /// Fails the work at its first step, at its second, and so on until it ends without failing.
  private static OwnershipCase everyStep(String name, String rule, int expected, Work work) {
    return allowed(
        name,
        rule,
        heap -> {
          int fails = 0;
          while (true) {
            try {
              work.run(heap, new Steps(fails));
              break;
            } catch (Failure _) {
              assertThat(heap.held().blocks()).as("held after step %d failed", fails).isZero();
              heap.verify();
              fails++;
            }
          }
          assertThat(fails).isEqualTo(expected);
        });
  }

  static Group group() {
    return new Group(
        "Freeing where code fails",
        "Each case fails at its first step, then at its second, until none fails; after each failure nothing is held.",
        List.of(
            everyStep(
                "one block",
                "drop on unwind",
                2,
                (heap, steps) -> {
                  steps.step();
                  try (Block block = heap.allocate(64)) {
                    block.segment().fill((byte) 1);
                    steps.step();
                  }
                }),
            everyStep(
                "three blocks",
                "drop on unwind",
                4,
                (heap, steps) -> {
                  try (Block a = heap.allocate(steps.next(8L));
                      Block b = heap.allocate(steps.next(16L));
                      Block c = heap.allocate(steps.next(32L))) {
                    steps.step();
                    assertThat(a.bytes() + b.bytes() + c.bytes()).isEqualTo(56);
                  }
                }),
            everyStep(
                "a block and borrows of borrows",
                "drop on unwind",
                4,
                (heap, steps) -> {
                  try (Block block = heap.allocate(steps.next(64L));
                      Borrow outer = block.write(0, steps.next(32L));
                      Borrow inner = outer.write(0, steps.next(16L))) {
                    steps.step();
                    inner.segment().fill((byte) 1);
                  }
                }),
            everyStep(
                "a block moved at the end of its scope, or not",
                "dynamic drop",
                3,
                (heap, steps) -> {
                  Parcel parcel;
                  try (Block block = heap.allocate(steps.next(64L))) {
                    steps.step();
                    parcel = block.send();
                  }
                  try (Block received = parcel.receive()) {
                    steps.step();
                    received.segment().fill((byte) 1);
                  }
                }),
            everyStep(
                "a block moved on one path",
                "dynamic drop",
                2,
                (heap, steps) -> {
                  for (int path = 0; path < 2; path++) {
                    try (Block block = heap.allocate(64)) {
                      if (path == 0) {
                        block.send().close();
                      }
                      steps.step();
                    }
                  }
                }),
            everyStep(
                "handles of a shared block",
                "dynamic drop, `Arc`",
                4,
                (heap, steps) -> {
                  try (Shared first = heap.allocate(steps.next(64L)).share()) {
                    steps.step();
                    try (Shared second = first.another();
                        Borrow reader = second.read()) {
                      steps.step();
                      assertThat(reader.bytes()).isEqualTo(64);
                    }
                    steps.step();
                  }
                }),
            everyStep(
                "handles of a counted block",
                "dynamic drop, `Rc`",
                3,
                (heap, steps) -> {
                  try (Counted first = heap.allocate(64).count()) {
                    steps.step();
                    try (Counted second = first.another();
                        Borrow writer = second.write()) {
                      steps.step();
                      writer.segment().fill((byte) 1);
                    }
                    try (Borrow _ = first.read()) {
                      steps.step();
                    }
                  }
                }),
            everyStep(
                "a counted block reclaimed, or not",
                "dynamic drop, `Rc::try_unwrap`",
                3,
                (heap, steps) -> {
                  try (Counted counted = heap.allocate(64).count()) {
                    steps.step();
                    try (Block block = counted.reclaim()) {
                      steps.step();
                      block.segment().fill((byte) 1);
                    }
                    steps.step();
                  }
                }),
            everyStep(
                "a list of blocks that is half filled",
                "dynamic drop, `Vec`",
                5,
                (heap, steps) -> {
                  Deque<Block> blocks = new ArrayDeque<>();
                  try {
                    for (int i = 0; i < 5; i++) {
                      blocks.push(heap.allocate(8));
                      steps.step();
                    }
                  } finally {
                    blocks.forEach(Block::close);
                  }
                }),
            everyStep(
                "an arena that is half filled",
                "dynamic drop",
                5,
                (heap, steps) -> {
                  try (Arena arena = heap.arena()) {
                    for (int i = 0; i < 5; i++) {
                      arena.allocate(8);
                      steps.step();
                    }
                  }
                }),
            everyStep(
                "a block replaced in its variable",
                "dynamic drop, assignment",
                3,
                (heap, steps) -> {
                  try (Block first = heap.allocate(8)) {
                    steps.step();
                    try (Block second = heap.allocate(16)) {
                      second.segment().asSlice(0, 8).copyFrom(first.segment());
                      steps.step();
                    }
                    steps.step();
                  }
                }),
            everyStep(
                "a function that takes ownership and fails",
                "dynamic drop, arguments",
                3,
                (heap, steps) -> {
                  try (Block block = heap.allocate(64)) {
                    steps.step();
                    take(block.send(), steps);
                  }
                }),
            allowed(
                "a close that fails hides no failure before it",
                "panic in `drop`",
                heap -> {
                  Block block = heap.allocate(64);
                  Borrow reader = block.read();
                  assertThatThrownBy(
                          () -> {
                            try (block) {
                              throw new Failure();
                            }
                          })
                      .isInstanceOf(Failure.class)
                      .satisfies(e ->
                          assertThat(e.getSuppressed())
                              .singleElement()
                              .isInstanceOf(MisuseException.class));
                  reader.close();
                  block.close();
                }),
            allowed(
                "one of several closes fails, the others are made",
                "panic in `drop`",
                heap -> {
                  Block stuck = heap.allocate(8);
                  Borrow reader = stuck.read();
                  assertThatThrownBy(
                          () -> {
                            try (Block _ = heap.allocate(16);
                                stuck;
                                Block _ = heap.allocate(32)) {
                              assertThat(heap.held().blocks()).isEqualTo(3);
                            }
                          })
                      .isInstanceOf(MisuseException.class);
                  assertThat(heap.held().blocks()).isEqualTo(1);
                  reader.close();
                  stuck.close();
                }),
            allowed(
                "a heap without room takes nothing",
                "`try_new`",
                heap -> {
                  try (Block block = heap.allocate(8)) {
                    assertThatThrownBy(() -> heap.allocate(1L << 50))
                        .isInstanceOf(OffHeapOutOfMemoryException.class);
                    block.segment().set(JAVA_LONG, 0, 1);
                    assertThat(heap.held().blocks()).isEqualTo(1);
                  }
                })));
  }

  private static void take(Parcel parcel, Steps steps) {
    try (Block mine = parcel.receive()) {
      steps.step();
      mine.segment().fill((byte) 1);
      steps.step();
    }
  }
}
