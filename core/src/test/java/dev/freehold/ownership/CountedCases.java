package dev.freehold.ownership;

import static dev.freehold.Defect.DOUBLE_FREE;
import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.Defect.USE_AFTER_FREE;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.WRONG_THREAD;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Counted;
import java.util.List;

/// Several owners on one thread.
final class CountedCases {
  private CountedCases() {}

  static Group group() {
    return new Group(
        "Counted: several owners on one thread",
        "Any handle lends; the last handle or borrow frees. One handle alone owns the block again.",
        List.of(
            allowed(
                "two handles of one block",
                "`Rc::clone`, `Rc::ptr_eq`",
                heap -> {
                  try (Counted a = heap.allocate(64).count();
                      Counted b = a.another();
                      Counted other = heap.allocate(64).count()) {
                    assertThat(a.isSameBlock(b)).isTrue();
                    assertThat(a.isSameBlock(other)).isFalse();
                  }
                }),
            allowed(
                "the number of handles",
                "`Rc::strong_count`",
                heap -> {
                  try (Counted a = heap.allocate(64).count()) {
                    assertThat(a.holders()).isEqualTo(1);
                    try (Counted b = a.another()) {
                      assertThat(b.holders()).isEqualTo(2);
                    }
                    assertThat(a.holders()).isEqualTo(1);
                  }
                }),
            allowed(
                "what one handle writes, another reads",
                "`Rc<RefCell<T>>`",
                heap -> {
                  try (Counted a = heap.allocate(8).count();
                      Counted b = a.another()) {
                    try (Borrow writer = a.write()) {
                      writer.segment().set(JAVA_LONG, 0, 42);
                    }
                    try (Borrow reader = b.read()) {
                      assertThat(reader.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                    }
                  }
                }),
            allowed(
                "freed with the last handle, whichever it is",
                "`Rc` drop",
                heap -> {
                  Counted a = heap.allocate(8).count();
                  Counted b = a.another();
                  a.close();
                  assertThat(heap.held().blocks()).isEqualTo(1);
                  b.close();
                  assertThat(heap.held().blocks()).isZero();
                }),
            allowed(
                "a handle made from a handle that is closed since",
                "`Rc` drop",
                heap -> {
                  Counted a = heap.allocate(8).count();
                  Counted b = a.another();
                  a.close();
                  try (b;
                      Counted c = b.another()) {
                    assertThat(c.holders()).isEqualTo(2);
                  }
                }),
            refused(
                "use of a closed handle while another is open",
                "E0382",
                misuse(USE_AFTER_FREE, "handle of a counted block"),
                (heap, trial) -> {
                  Counted a = heap.allocate(8).count();
                  try (Counted _ = a.another()) {
                    a.close();
                    trial.attempt(a::read);
                    trial.attempt(a::write);
                    trial.attempt(a::another);
                    trial.attempt(a::weak);
                    trial.attempt(a::reclaim);
                  }
                }),
            refused(
                "closing a handle twice, another being open",
                "E0382",
                misuse(DOUBLE_FREE, "handle of a counted block closed twice"),
                (heap, trial) -> {
                  Counted a = heap.allocate(8).count();
                  try (Counted b = a.another()) {
                    a.close();
                    trial.attempt(a::close);
                    assertThat(b.holders()).isEqualTo(1);
                  }
                }),
            allowed(
                "reclaimed by the one handle, with its contents",
                "`Rc::try_unwrap`",
                heap -> {
                  Counted counted = heap.allocate(8).count();
                  try (Borrow writer = counted.write()) {
                    writer.segment().set(JAVA_LONG, 0, 42);
                  }
                  try (Block block = counted.reclaim()) {
                    assertThat(block.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                  }
                }),
            refused(
                "reclaimed while another handle is open",
                "`Rc::try_unwrap`: `Err`",
                misuse(ESCAPED_BORROW, "counted block reclaimed while 2 handles hold it"),
                (heap, trial) -> {
                  try (Counted a = heap.allocate(8).count();
                      Counted b = a.another()) {
                    trial.attempt(a::reclaim);
                    assertThat(b.holders()).isEqualTo(2);
                  }
                }),
            refused(
                "reclaimed while one reads",
                "E0505",
                misuse(
                    ESCAPED_BORROW,
                    "counted block reclaimed while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Counted counted = heap.allocate(8).count();
                      Borrow _ = counted.read()) {
                    trial.attempt(counted::reclaim);
                  }
                }),
            refused(
                "reclaimed while one writes",
                "E0505",
                misuse(ESCAPED_BORROW, "counted block reclaimed while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Counted counted = heap.allocate(8).count();
                      Borrow _ = counted.write()) {
                    trial.attempt(counted::reclaim);
                  }
                }),
            refused(
                "use of a handle whose block was reclaimed",
                "E0382",
                misuse(USE_AFTER_FREE, "after its block was reclaimed"),
                (heap, trial) -> {
                  Counted counted = heap.allocate(8).count();
                  try (Block block = counted.reclaim()) {
                    trial.attempt(counted::read);
                    trial.attempt(counted::another);
                    trial.attempt(counted::reclaim);
                    block.segment().fill((byte) 1);
                  }
                }),
            allowed(
                "counted, reclaimed, counted again",
                "`Rc::new`, `Rc::try_unwrap`",
                heap -> {
                  Block block = heap.allocate(8);
                  for (int i = 0; i < 5; i++) {
                    try (Counted counted = block.count()) {
                      block = counted.reclaim();
                    }
                  }
                  block.close();
                }),
            allowed(
                "a write where others hold the block: read, copy, write the copy",
                "`Rc::make_mut`",
                heap -> {
                  try (Counted a = heap.allocate(8).count();
                      Counted _ = a.another();
                      Block copy = heap.allocate(8)) {
                    try (Borrow reader = a.read()) {
                      copy.segment().copyFrom(reader.segment());
                    }
                    copy.segment().set(JAVA_LONG, 0, 43);
                  }
                }),
            allowed(
                "a borrow that outlives all handles keeps the block",
                "accepted here, E0505 in Rust",
                heap -> {
                  Counted counted = heap.allocate(8).count();
                  Borrow reader = counted.read();
                  counted.close();
                  assertThat(reader.segment().byteSize()).isEqualTo(8);
                  assertThat(heap.held().blocks()).isEqualTo(1);
                  reader.close();
                }),
            refused(
                "any use by another thread",
                "`Rc: !Send`",
                WRONG_THREAD,
                (heap, trial) -> {
                  try (Counted counted = heap.allocate(8).count()) {
                    trial.attemptElsewhere(counted::read);
                    trial.attemptElsewhere(counted::write);
                    trial.attemptElsewhere(counted::another);
                    trial.attemptElsewhere(counted::weak);
                    trial.attemptElsewhere(counted::reclaim);
                    trial.attemptElsewhere(counted::close);
                    assertThat(counted.holders()).isEqualTo(1);
                  }
                }),
            refused(
                "any use by another thread, closed or reclaimed before",
                "`Rc: !Send`",
                WRONG_THREAD,
                (heap, trial) -> {
                  Counted closed = heap.allocate(8).count();
                  closed.close();
                  trial.attemptElsewhere(closed::read);
                  trial.attemptElsewhere(closed::close);
                  Counted reclaimed = heap.allocate(8).count();
                  reclaimed.reclaim().close();
                  trial.attemptElsewhere(reclaimed::read);
                  trial.attemptElsewhere(reclaimed::close);
                })));
  }
}
