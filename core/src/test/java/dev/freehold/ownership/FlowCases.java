package dev.freehold.ownership;

import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.Defect.USE_AFTER_FREE;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Parcel;
import dev.freehold.Shared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// Moves in loops, branches and closures.
final class FlowCases {
  private FlowCases() {}

  static Group group() {
    return new Group(
        "Moves in loops, branches and closures",
        "Where Rust refuses a path on which a value may have been moved, the path that is taken decides here: the"
            + " use after the move is refused, the others are not.",
        List.of(
            refused(
                "a move in the second turn of a loop",
                "E0382",
                misuse(USE_AFTER_FREE, "block sent after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  for (int turn = 0; turn < 2; turn++) {
                    if (turn == 0) {
                      block.send().close();
                    } else {
                      trial.attempt(block::send);
                    }
                  }
                }),
            refused(
                "a borrow in the turn after a move, by continue",
                "E0382",
                misuse(USE_AFTER_FREE, "block borrowed for reading after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  for (int turn = 0; turn < 2; turn++) {
                    if (turn == 1) {
                      trial.attempt(block::read);
                      continue;
                    }
                    block.send().close();
                  }
                }),
            allowed(
                "a move that ends its loop by break",
                "move before `break`",
                heap -> {
                  Block block = heap.allocate(64);
                  while (true) {
                    block.segment().fill((byte) 1);
                    if (block.segment().get(JAVA_BYTE, 0) == 1) {
                      block.send().close();
                      break;
                    }
                  }
                }),
            allowed(
                "a variable given a new block in each turn, after the last was moved",
                "reinitialization",
                heap -> {
                  Block block = heap.allocate(8);
                  for (int turn = 0; turn < 5; turn++) {
                    block.send().close();
                    block = heap.allocate(8);
                    block.segment().set(JAVA_LONG, 0, turn);
                  }
                  block.close();
                }),
            allowed(
                "a move in one branch, a use in the other",
                "move in `if`",
                heap -> {
                  for (int branch = 0; branch < 2; branch++) {
                    Block block = heap.allocate(64);
                    if (branch == 0) {
                      block.send().close();
                    } else {
                      block.segment().fill((byte) 1);
                      block.close();
                    }
                  }
                }),
            refused(
                "a use after a branch that moved",
                "E0382",
                misuse(USE_AFTER_FREE, "block used after it was sent"),
                (heap, trial) -> {
                  for (int branch = 0; branch < 2; branch++) {
                    try (Block block = heap.allocate(64)) {
                      if (branch == 0) {
                        block.send().close();
                        trial.attempt(block::segment);
                      } else {
                        block.segment().fill((byte) 1);
                      }
                    }
                  }
                }),
            allowed(
                "a use after a branch that may have moved and did not",
                "accepted here, E0382 in Rust",
                heap -> {
                  try (Block block = heap.allocate(64)) {
                    if (block.bytes() > 64) {
                      block.send().close();
                    }
                    block.segment().fill((byte) 1);
                  }
                }),
            refused(
                "a move in the guard of one arm, a use in the next",
                "E0382",
                misuse(USE_AFTER_FREE, "block used after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  switch (Long.valueOf(block.bytes())) {
                    case Long n when sendAndCompare(block, n) -> fail("the guard is false");
                    default -> trial.attempt(block::segment);
                  }
                }),
            refused(
                "a closure that moves what it captured, called twice",
                "E0525",
                misuse(USE_AFTER_FREE, "block sent after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  Trial.Task<Parcel> moves = block::send;
                  moves.run().close();
                  trial.attempt(moves::run);
                }),
            refused(
                "a use of what a closure has moved",
                "E0382",
                misuse(USE_AFTER_FREE, "block used after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  Runnable moves = () -> block.send().close();
                  moves.run();
                  trial.attempt(block::segment);
                }),
            allowed(
                "a use of what a closure may move, before it is called",
                "accepted here, E0382 in Rust",
                heap -> {
                  Block block = heap.allocate(64);
                  Runnable moves = () -> block.send().close();
                  block.segment().fill((byte) 1);
                  moves.run();
                }),
            refused(
                "a shared handle consumed by a closure in a loop",
                "E0382 (`Arc`)",
                misuse(USE_AFTER_FREE, "borrowed for reading after it was closed"),
                (heap, trial) -> {
                  Shared shared = heap.allocate(64).share();
                  for (int turn = 0; turn < 2; turn++) {
                    if (turn == 0) {
                      consume(shared);
                    } else {
                      trial.attempt(shared::read);
                    }
                  }
                }),
            allowed(
                "a handle of its own for each closure in a loop",
                "`Arc::clone`",
                heap -> {
                  try (Shared shared = heap.allocate(64).share()) {
                    for (int turn = 0; turn < 3; turn++) {
                      consume(shared.another());
                    }
                    assertThat(shared.holders()).isEqualTo(1);
                  }
                }),
            refused(
                "closures in a loop that each keep a writer",
                "E0499",
                misuse(ESCAPED_BORROW, "borrowed for writing while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64)) {
                    List<Borrow> kept = new ArrayList<>();
                    Runnable writes = () -> kept.add(block.write());
                    writes.run();
                    trial.attempt(writes::run);
                    kept.forEach(Borrow::close);
                  }
                }),
            refused(
                "a move into a call whose other argument borrows",
                "E0505",
                misuse(ESCAPED_BORROW, "block sent while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow reader = block.read()) {
                    trial.attempt(() -> two(reader, block.send()));
                  }
                }),
            refused(
                "a borrow in a call whose first argument moves",
                "E0382",
                misuse(USE_AFTER_FREE, "block borrowed for reading after it was sent"),
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  AtomicReference<Parcel> moved = new AtomicReference<>();
                  trial.attempt(() -> {
                    moved.set(block.send());
                    two(block.read(), moved.get());
                  });
                  moved.get().close();
                }),
            refused(
                "a nested call that frees what the outer call borrowed",
                "E0505",
                misuse(ESCAPED_BORROW, "block closed while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Block block = heap.allocate(64);
                      Borrow outer = block.write()) {
                    trial.attempt(() -> outer.segment().set(JAVA_LONG, 0, closeAndCount(block)));
                    outer.segment().set(JAVA_LONG, 0, 1);
                  }
                }),
            allowed(
                "a default inserted where a lookup found nothing",
                "`get_default` (refused by Rust's lifetimes)",
                heap -> {
                  Map<String, Block> blocks = new HashMap<>();
                  try (Block found = blocks.computeIfAbsent("a", _ -> heap.allocate(8))) {
                    found.segment().set(JAVA_LONG, 0, 42);
                    assertThat(blocks.get("a").segment().get(JAVA_LONG, 0)).isEqualTo(42);
                  }
                })));
  }

  private static boolean sendAndCompare(Block block, long bytes) {
    block.send().close();
    return bytes < 0;
  }

  private static void consume(Shared shared) {
    try (shared;
        Borrow reader = shared.read()) {
      assertThat(reader.bytes()).isEqualTo(64);
    }
  }

  private static void two(Borrow reader, Parcel parcel) {
    reader.close();
    parcel.close();
  }

  private static long closeAndCount(Block block) {
    block.close();
    return 1;
  }
}
