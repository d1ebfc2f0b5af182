package dev.freehold.ownership;

import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.WRONG_THREAD;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Counted;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.HeldReport;
import dev.freehold.Parcel;
import dev.freehold.Shared;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// When, in which order and how often owners free.
final class DropCases {
  private DropCases() {}

  static Group group() {
    return new Group(
        "Order of freeing, and whether",
        "try-with-resources frees in the reverse order of taking, once, whether the block was moved or not:"
            + " closing what was moved has no effect, as Rust's drop flags have it.",
        List.of(
            allowed(
                "freed in the reverse order of taking",
                "drop order of variables",
                heap -> {
                  List<String> order = new ArrayList<>();
                  try (Owner a = new Owner("a", heap.allocate(8), order);
                      Owner b = new Owner("b", heap.allocate(8), order);
                      Owner c = new Owner("c", heap.allocate(8), order)) {
                    assertThat(a.block.bytes() + b.block.bytes() + c.block.bytes()).isEqualTo(24);
                  }
                  assertThat(order).containsExactly("c", "b", "a");
                }),
            allowed(
                "a borrow is closed before the block it is of",
                "drop order of variables",
                heap -> {
                  try (Block block = heap.allocate(64);
                      Borrow outer = block.write();
                      Borrow inner = outer.write()) {
                    inner.segment().fill((byte) 1);
                  }
                }),
            refused(
                "a block declared after its borrow's variable, freed first",
                "E0597 (drop order)",
                misuse(ESCAPED_BORROW, "block closed while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  Borrow reader;
                  Block block = heap.allocate(64);
                  reader = block.read();
                  trial.attempt(block::close);
                  reader.close();
                  block.close();
                }),
            allowed(
                "memory is free at once, not at some later time",
                "`drop(x)`",
                heap -> {
                  Block first = heap.allocate(64);
                  long address = first.address();
                  first.close();
                  assertThat(heap.held().blocks()).isZero();
                  try (Block second = heap.allocate(64)) {
                    assertThat(second.address()).isEqualTo(address);
                  }
                }),
            allowed(
                "closing early, and not again at the end",
                "`drop(x)`",
                heap -> {
                  Block block = heap.allocate(64);
                  block.close();
                  assertThat(heap.held().blocks()).isZero();
                }),
            allowed(
                "sent within try-with-resources",
                "drop flag",
                heap -> {
                  Parcel parcel;
                  try (Block block = heap.allocate(64)) {
                    block.segment().set(JAVA_LONG, 0, 42);
                    parcel = block.send();
                  }
                  try (Block received = parcel.receive()) {
                    assertThat(received.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                  }
                }),
            allowed(
                "sent within try-with-resources on one path and kept on the other",
                "conditional move",
                heap -> {
                  Deque<Parcel> sent = new ArrayDeque<>();
                  for (int i = 0; i < 4; i++) {
                    try (Block block = heap.allocate(64)) {
                      if (i % 2 == 0) {
                        sent.add(block.send());
                      }
                    }
                    assertThat(heap.held().blocks()).isEqualTo(sent.size());
                  }
                  sent.forEach(Parcel::close);
                }),
            allowed(
                "shared within try-with-resources",
                "drop flag",
                heap -> {
                  Shared shared;
                  try (Block block = heap.allocate(64)) {
                    shared = block.share();
                  }
                  assertThat(shared.holders()).isEqualTo(1);
                  shared.close();
                }),
            allowed(
                "counted within try-with-resources",
                "drop flag",
                heap -> {
                  Counted counted;
                  try (Block block = heap.allocate(64)) {
                    counted = block.count();
                  }
                  assertThat(counted.holders()).isEqualTo(1);
                  counted.close();
                }),
            allowed(
                "reclaimed within the counted handle's try-with-resources",
                "drop flag",
                heap -> {
                  Block block;
                  try (Counted counted = heap.allocate(64).count()) {
                    block = counted.reclaim();
                  }
                  block.segment().fill((byte) 1);
                  block.close();
                }),
            allowed(
                "reclaimed within the shared handle's try-with-resources",
                "drop flag",
                heap -> {
                  Block block;
                  try (Shared shared = heap.allocate(64).share()) {
                    block = shared.reclaim();
                  }
                  block.segment().fill((byte) 1);
                  block.close();
                }),
            allowed(
                "closing twice what was moved",
                "drop flag",
                heap -> {
                  Block block = heap.allocate(64);
                  Parcel parcel = block.send();
                  block.close();
                  block.close();
                  assertThat(heap.held().blocks()).isEqualTo(1);
                  parcel.close();
                }),
            refused(
                "closing, on another thread, what was moved",
                "drop flag, `Send`",
                WRONG_THREAD,
                (heap, trial) -> {
                  Block block = heap.allocate(64);
                  try (Parcel _ = block.send()) {
                    trial.attemptElsewhere(block::close);
                  }
                }),
            allowed(
                "a variable assigned anew, its former block closed",
                "drop on assignment",
                heap -> {
                  Block block = heap.allocate(8);
                  Block former = block;
                  block = heap.allocate(16);
                  former.close();
                  assertThat(heap.held().blocks()).isEqualTo(1);
                  block.close();
                }),
            allowed(
                "a variable assigned anew in each turn of a loop, after it was moved",
                "drop flag set again",
                heap -> {
                  for (int turn = 0; turn < 5; turn++) {
                    try (Block block = heap.allocate(64);
                        Parcel parcel = block.send()) {
                      assertThat(parcel.bytes()).isEqualTo(64);
                    }
                    assertThat(heap.held().blocks()).isZero();
                  }
                }),
            allowed(
                "blocks in a try header of which the second is moved",
                "drop flags of several",
                heap -> {
                  Parcel parcel;
                  try (Block a = heap.allocate(8);
                      Block b = heap.allocate(16);
                      Block c = heap.allocate(32)) {
                    parcel = b.send();
                    assertThat(a.bytes() + c.bytes()).isEqualTo(40);
                  }
                  assertThat(heap.held().blocks()).isEqualTo(1);
                  parcel.close();
                }),
            allowed(
                "a variable that is null on one path",
                "`Option<Box<T>>`",
                heap -> {
                  for (int i = 0; i < 2; i++) {
                    try (Block block = i == 0 ? heap.allocate(8) : null) {
                      assertThat(heap.held().blocks()).isEqualTo(block == null ? 0 : 1);
                    }
                  }
                }),
            allowed(
                "the owner of a block is told last: borrows, then the block, then the heap",
                "drop order of fields",
                heap -> {
                  List<String> reports = new ArrayList<>();
                  HeapConfig config =
                      HeapConfig.named("inner")
                          .withHeldListener(report -> reports.add(report.message()));
                  try (Heap inner = Heap.open(config);
                      Block block = inner.allocate(64);
                      Borrow reader = block.read()) {
                    assertThat(reader.bytes()).isEqualTo(64);
                  }
                  assertThat(reports).isEmpty();
                }),
            allowed(
                "a borrow and its block closed after their heap",
                "drop order, reported",
                heap -> {
                  List<HeldReport> reports = new ArrayList<>();
                  Heap inner = Heap.open(HeapConfig.named("inner").withHeldListener(reports::add));
                  Block block = inner.allocate(64);
                  Borrow reader = block.read();
                  inner.close();
                  assertThat(reports).singleElement().extracting(HeldReport::blocks).isEqualTo(1L);
                  assertThat(reader.segment().byteSize()).isEqualTo(64);
                  reader.close();
                  block.segment().fill((byte) 1);
                  block.close();
                  assertThat(inner.held().blocks()).isZero();
                }),
            allowed(
                "a dropped parcel is held, and reported",
                "`mem::forget`",
                heap -> {
                  List<HeldReport> reports = new ArrayList<>();
                  Heap inner = Heap.open(HeapConfig.named("inner").withHeldListener(reports::add));
                  Parcel dropped = inner.allocate(64).send();
                  inner.close();
                  assertThat(reports).singleElement().extracting(HeldReport::bytes).isEqualTo(64L);
                  dropped.receive().close();
                })));
  }

  /// Records that it is closed.
  private record Owner(String name, Block block, List<String> order) implements AutoCloseable {
    @Override
    public void close() {
      order.add(name);
      block.close();
    }
  }
}
