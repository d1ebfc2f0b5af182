package dev.freehold.ownership;

import static dev.freehold.Defect.USE_AFTER_FREE;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Trial.elsewhere;
import static dev.freehold.ownership.Verdict.WRONG_THREAD;
import static dev.freehold.ownership.Verdict.misuse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Borrow;
import dev.freehold.Counted;
import dev.freehold.Shared;
import dev.freehold.Weak;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Handles that keep nothing alive.
final class WeakCases {
  private WeakCases() {}

  static Group group() {
    return new Group(
        "Weak handles",
        "A weak handle gives a handle while anyone holds the block, and nothing afterwards.",
        List.of(
            allowed(
                "upgraded while a counted handle is open",
                "`Weak::upgrade`, `Rc`",
                heap -> {
                  try (Counted counted = heap.allocate(8).count()) {
                    try (Counted upgraded = counted.weak().upgrade()) {
                      assertThat(upgraded).isNotNull();
                      assertThat(counted.holders()).isEqualTo(2);
                    }
                  }
                }),
            allowed(
                "upgraded after the last counted handle",
                "`Weak::upgrade`: `None`",
                heap -> {
                  Weak<Counted> weak;
                  try (Counted counted = heap.allocate(8).count()) {
                    weak = counted.weak();
                  }
                  assertThat(weak.upgrade()).isNull();
                }),
            allowed(
                "upgraded while a shared handle is open, on another thread",
                "`Weak::upgrade`, `Arc`",
                heap -> {
                  try (Shared shared = heap.allocate(8).share()) {
                    Weak<Shared> weak = shared.weak();
                    boolean found =
                        elsewhere(() -> {
                          try (Shared upgraded = weak.upgrade()) {
                            return upgraded != null && upgraded.isSameBlock(shared);
                          }
                        });
                    assertThat(found).isTrue();
                  }
                }),
            allowed(
                "upgraded after the last shared handle",
                "`Weak::upgrade`: `None`",
                heap -> {
                  Shared shared = heap.allocate(8).share();
                  Weak<Shared> weak = shared.weak();
                  shared.close();
                  assertThat(weak.upgrade()).isNull();
                  assertThat(elsewhere(() -> weak.upgrade() == null)).isTrue();
                }),
            allowed(
                "upgraded after the block was reclaimed",
                "`Weak` after `try_unwrap`",
                heap -> {
                  Shared shared = heap.allocate(8).share();
                  Weak<Shared> weakShared = shared.weak();
                  Counted counted = heap.allocate(8).count();
                  Weak<Counted> weakCounted = counted.weak();
                  try (Block a = shared.reclaim();
                      Block b = counted.reclaim()) {
                    assertThat(weakShared.upgrade()).isNull();
                    assertThat(weakCounted.upgrade()).isNull();
                    a.segment().copyFrom(b.segment());
                  }
                }),
            allowed(
                "a weak handle of a closed handle, another being open",
                "`Weak` outlives its `Rc`",
                heap -> {
                  Counted first = heap.allocate(8).count();
                  Weak<Counted> weak = first.weak();
                  try (Counted _ = first.another()) {
                    first.close();
                    try (Counted upgraded = weak.upgrade()) {
                      assertThat(upgraded).isNotNull();
                    }
                  }
                }),
            allowed(
                "upgraded handles keep the block",
                "`Weak::upgrade`",
                heap -> {
                  Shared shared = heap.allocate(8).share();
                  Shared upgraded = Objects.requireNonNull(shared.weak().upgrade());
                  shared.close();
                  assertThat(heap.held().blocks()).isEqualTo(1);
                  upgraded.close();
                }),
            allowed(
                "a shared block upgraded while it is written: not given",
                "`Arc::get_mut` has no weak",
                heap -> {
                  try (Shared shared = heap.allocate(8).share()) {
                    Weak<Shared> weak = shared.weak();
                    try (Borrow _ = shared.write()) {
                      assertThat(weak.upgrade()).isNull();
                    }
                    try (Shared upgraded = weak.upgrade()) {
                      assertThat(upgraded).isNotNull();
                    }
                  }
                }),
            allowed(
                "a shared block whose handles are closed and whose borrow is open",
                "`Weak::upgrade`",
                heap -> {
                  Shared shared = heap.allocate(8).share();
                  Weak<Shared> weak = shared.weak();
                  Borrow reader = shared.read();
                  shared.close();
                  try (Shared upgraded = weak.upgrade()) {
                    assertThat(upgraded).isNotNull();
                    reader.close();
                  }
                  assertThat(weak.upgrade()).isNull();
                }),
            allowed(
                "a counted block whose handles are closed and whose borrow is open",
                "`Weak::upgrade`",
                heap -> {
                  Counted counted = heap.allocate(8).count();
                  Weak<Counted> weak = counted.weak();
                  Borrow reader = counted.read();
                  counted.close();
                  try (Counted upgraded = weak.upgrade()) {
                    assertThat(upgraded).isNotNull();
                    reader.close();
                  }
                  assertThat(weak.upgrade()).isNull();
                }),
            allowed(
                "many weak handles of one block, none of which holds it",
                "`Rc::weak_count`",
                heap -> {
                  List<Weak<Counted>> weak = new ArrayList<>();
                  try (Counted counted = heap.allocate(8).count()) {
                    for (int i = 0; i < 100; i++) {
                      weak.add(counted.weak());
                    }
                    assertThat(counted.holders()).isEqualTo(1);
                  }
                  assertThat(weak).allSatisfy(each -> assertThat(each.upgrade()).isNull());
                }),
            allowed(
                "a parent held by its children weakly: no cycle keeps it",
                "`Rc` cycles",
                heap -> {
                  try (Counted parent = heap.allocate(8).count();
                      Child child = new Child(heap.allocate(8), parent.weak())) {
                    try (Counted found = child.parent.upgrade()) {
                      assertThat(found).isNotNull();
                    }
                  }
                }),
            refused(
                "a counted block upgraded by another thread",
                "`Weak: !Send`",
                WRONG_THREAD,
                (heap, trial) -> {
                  Weak<Counted> weak;
                  try (Counted counted = heap.allocate(8).count()) {
                    weak = counted.weak();
                    trial.attemptElsewhere(weak::upgrade);
                    assertThat(counted.holders()).isEqualTo(1);
                  }
                  trial.attemptElsewhere(weak::upgrade);
                }),
            refused(
                "use of an upgraded handle after it was closed",
                "E0382",
                misuse(USE_AFTER_FREE, "borrowed for reading after it was closed"),
                (heap, trial) -> {
                  try (Shared shared = heap.allocate(8).share()) {
                    Shared upgraded = Objects.requireNonNull(shared.weak().upgrade());
                    upgraded.close();
                    trial.attempt(upgraded::read);
                  }
                })));
  }

  /// Owns a block, and knows its parent.
  private record Child(Block block, Weak<Counted> parent) implements AutoCloseable {
    @Override
    public void close() {
      block.close();
    }
  }
}
