package dev.freehold.ownership;

import static dev.freehold.Defect.CLOSE_RACE;
import static dev.freehold.Defect.DOUBLE_FREE;
import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.Defect.USE_AFTER_FREE;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Trial.elsewhere;
import static dev.freehold.ownership.Verdict.READ_ONLY;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.MisuseException;
import dev.freehold.Shared;
import java.util.List;

/// Several owners on several threads.
final class SharedCases {
  private SharedCases() {}

  static Group group() {
    return new Group(
        "Shared: owners on several threads",
        "Every thread may read by a handle; the last handle or borrow frees. One handle alone may write, or own the block again.",
        List.of(
            allowed(
                "the number of holders: handles and read borrows",
                "`Arc::strong_count`",
                heap -> {
                  try (Shared a = heap.allocate(8).share()) {
                    assertThat(a.holders()).isEqualTo(1);
                    try (Shared b = a.another();
                        Borrow _ = b.read()) {
                      assertThat(a.holders()).isEqualTo(3);
                    }
                    assertThat(a.holders()).isEqualTo(1);
                  }
                }),
            allowed(
                "two handles of one block",
                "`Arc::ptr_eq`",
                heap -> {
                  try (Shared a = heap.allocate(8).share();
                      Shared b = a.another();
                      Shared other = heap.allocate(8).share()) {
                    assertThat(a.isSameBlock(b)).isTrue();
                    assertThat(a.isSameBlock(other)).isFalse();
                  }
                }),
            allowed(
                "read by another thread",
                "`Arc: Send`",
                heap -> {
                  Block block = heap.allocate(8);
                  block.segment().set(JAVA_LONG, 0, 42);
                  try (Shared shared = block.share()) {
                    long seen =
                        elsewhere(() -> {
                          try (Borrow reader = shared.read()) {
                            return reader.segment().get(JAVA_LONG, 0);
                          }
                        });
                    assertThat(seen).isEqualTo(42);
                  }
                }),
            allowed(
                "freed by another thread's handle, the last",
                "`Arc` drop",
                heap -> {
                  Shared mine = heap.allocate(8).share();
                  Shared theirs = mine.another();
                  mine.close();
                  assertThat(heap.held().blocks()).isEqualTo(1);
                  elsewhere(() -> {
                    theirs.close();
                    return true;
                  });
                  assertThat(heap.held().blocks()).isZero();
                }),
            allowed(
                "a borrow that outlives all handles keeps the block",
                "accepted here, E0505 in Rust",
                heap -> {
                  Shared shared = heap.allocate(8).share();
                  Borrow reader = shared.read();
                  shared.close();
                  try (Borrow second = reader.read()) {
                    reader.close();
                    assertThat(second.segment().byteSize()).isEqualTo(8);
                  }
                  assertThat(heap.held().blocks()).isZero();
                }),
            refused(
                "a write through a read borrow",
                "E0594",
                READ_ONLY,
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(8).share();
                      Borrow reader = shared.read()) {
                    trial.attempt(() -> reader.segment().set(JAVA_LONG, 0, 1));
                  }
                }),
            allowed(
                "written by the one handle",
                "`Arc::get_mut`",
                heap -> {
                  try (Shared shared = heap.allocate(8).share()) {
                    try (Borrow writer = shared.write()) {
                      writer.segment().set(JAVA_LONG, 0, 42);
                    }
                    try (Borrow reader = shared.read()) {
                      assertThat(reader.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                    }
                  }
                }),
            refused(
                "written while another handle is open",
                "`Arc::get_mut`: `None`",
                misuse(
                    ESCAPED_BORROW,
                    "shared block borrowed for writing while handles and read borrows hold it, 2"),
                (heap, trial) -> {
                  try (Shared a = heap.allocate(8).share();
                      Shared b = a.another()) {
                    trial.attempt(a::write);
                    trial.attempt(b::write);
                    a.read().close();
                  }
                }),
            refused(
                "written while a read borrow is open",
                "E0502",
                misuse(ESCAPED_BORROW, "shared block borrowed for writing while handles and read"),
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(8).share();
                      Borrow _ = shared.read()) {
                    trial.attempt(shared::write);
                  }
                }),
            refused(
                "read while it is written",
                "E0502",
                misuse(
                    ESCAPED_BORROW,
                    "shared block borrowed for reading while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(8).share();
                      Borrow _ = shared.write()) {
                    trial.attempt(shared::read);
                    trial.attemptElsewhere(shared::read);
                  }
                }),
            refused(
                "another handle while it is written",
                "E0502",
                misuse(
                    ESCAPED_BORROW,
                    "shared block given another handle while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(8).share();
                      Borrow _ = shared.write()) {
                    trial.attempt(shared::another);
                  }
                }),
            refused(
                "closed or written again while its writer is open",
                "E0505",
                misuse(ESCAPED_BORROW, "while it writes or reclaims"),
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(8).share();
                      Borrow writer = shared.write()) {
                    trial.attempt(shared::close);
                    trial.attempt(shared::write);
                    trial.attempt(shared::reclaim);
                    trial.attemptElsewhere(shared::close);
                    writer.segment().set(JAVA_LONG, 0, 1);
                  }
                }),
            allowed(
                "what is lent on by its writer",
                "`Arc::get_mut`",
                heap -> {
                  try (Shared shared = heap.allocate(64).share()) {
                    try (Borrow writer = shared.write();
                        Borrow part = writer.write(8, 8)) {
                      part.segment().set(JAVA_LONG, 0, 1);
                    }
                    assertThat(shared.holders()).isEqualTo(1);
                  }
                }),
            allowed(
                "reclaimed by the one handle, and written",
                "`Arc::try_unwrap`",
                heap -> {
                  Block block = heap.allocate(8);
                  block.segment().set(JAVA_LONG, 0, 42);
                  try (Block again = block.share().reclaim()) {
                    assertThat(again.segment().get(JAVA_LONG, 0)).isEqualTo(42);
                    again.segment().set(JAVA_LONG, 0, 43);
                  }
                }),
            allowed(
                "reclaimed by another thread than shared it",
                "`Arc::try_unwrap`",
                heap -> {
                  Shared shared = heap.allocate(8).share();
                  elsewhere(() -> {
                    try (Block block = shared.reclaim()) {
                      block.segment().set(JAVA_LONG, 0, 1);
                    }
                    return true;
                  });
                }),
            refused(
                "reclaimed while another handle is open",
                "`Arc::try_unwrap`: `Err`",
                misuse(
                    ESCAPED_BORROW,
                    "shared block reclaimed while handles and read borrows hold it, 2"),
                (heap, trial) -> {
                  try (Shared a = heap.allocate(8).share();
                      Shared _ = a.another()) {
                    trial.attempt(a::reclaim);
                    a.read().close();
                  }
                }),
            refused(
                "reclaimed while a borrow outlives the other handles",
                "E0505",
                misuse(
                    ESCAPED_BORROW,
                    "shared block reclaimed while handles and read borrows hold it, 2"),
                (heap, trial) -> {
                  try (Shared a = heap.allocate(8).share()) {
                    Borrow reader;
                    try (Shared b = a.another()) {
                      reader = b.read();
                    }
                    trial.attempt(a::reclaim);
                    reader.close();
                  }
                }),
            refused(
                "use of a closed handle while another is open",
                "E0382",
                misuse(USE_AFTER_FREE, "after it was closed"),
                (heap, trial) -> {
                  Shared a = heap.allocate(8).share();
                  try (Shared _ = a.another()) {
                    a.close();
                    trial.attempt(a::read);
                    trial.attempt(a::write);
                    trial.attempt(a::another);
                    trial.attempt(a::weak);
                    trial.attempt(a::reclaim);
                  }
                }),
            refused(
                "use of a handle that another thread has closed",
                "E0382, `Arc: Send`",
                misuse(CLOSE_RACE, "after another thread had closed it"),
                (heap, trial) -> {
                  Shared a = heap.allocate(8).share();
                  try (Shared b = a.another()) {
                    a.close();
                    trial.attemptElsewhere(a::read);
                    trial.attemptElsewhere(a::write);
                    trial.attemptElsewhere(a::another);
                    trial.attemptElsewhere(a::weak);
                    trial.attemptElsewhere(a::reclaim);
                    assertThat(b.holders()).isEqualTo(1);
                  }
                }),
            refused(
                "closing a handle twice, another being open",
                "E0382",
                misuse(DOUBLE_FREE, "handle of a shared block closed twice"),
                (heap, trial) -> {
                  Shared a = heap.allocate(8).share();
                  try (Shared b = a.another()) {
                    a.close();
                    trial.attempt(a::close);
                    trial.attemptElsewhere(a::close);
                    assertThat(b.holders()).isEqualTo(1);
                  }
                }),
            refused(
                "use of a handle whose block was reclaimed",
                "E0382",
                misuse(USE_AFTER_FREE, "after its block was reclaimed"),
                (heap, trial) -> {
                  Shared shared = heap.allocate(8).share();
                  try (Block block = shared.reclaim()) {
                    trial.attempt(shared::read);
                    trial.attempt(shared::another);
                    trial.attempt(shared::reclaim);
                    block.segment().fill((byte) 1);
                  }
                }),
            allowed(
                "a refused write or reclaim leaves the handle as it was",
                "`Arc::try_unwrap`: `Err`",
                heap -> {
                  try (Shared a = heap.allocate(8).share()) {
                    try (Shared _ = a.another()) {
                      assertThatThrownBy(a::write).isInstanceOf(MisuseException.class);
                      assertThatThrownBy(a::reclaim).isInstanceOf(MisuseException.class);
                      a.read().close();
                    }
                    a.write().close();
                  }
                })));
  }
}
