package dev.freehold.ownership;

import static dev.freehold.Defect.ESCAPED_BORROW;
import static dev.freehold.ownership.OwnershipCase.allowed;
import static dev.freehold.ownership.OwnershipCase.refused;
import static dev.freehold.ownership.Verdict.READ_ONLY;
import static dev.freehold.ownership.Verdict.misuse;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.Borrow;
import dev.freehold.Counted;
import dev.freehold.MisuseException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Borrowing that is counted at run time.
final class CellCases {
  private CellCases() {}

  static Group group() {
    return new Group(
        "Borrow flags",
        "A counted block lends at run time, through any handle, as a `RefCell` within an `Rc` does.",
        List.of(
            allowed(
                "readers through two handles",
                "`RefCell::borrow`",
                heap -> {
                  try (Counted a = heap.allocate(8).count();
                      Counted b = a.another();
                      Borrow x = a.read();
                      Borrow y = b.read()) {
                    assertThat(x.bytes() + y.bytes()).isEqualTo(16);
                  }
                }),
            refused(
                "a writer while another handle's writer is open",
                "`borrow_mut` twice",
                misuse(
                    ESCAPED_BORROW,
                    "counted block borrowed for writing while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Counted a = heap.allocate(8).count();
                      Counted b = a.another();
                      Borrow writer = a.write()) {
                    trial.attempt(b::write);
                    trial.attempt(a::write);
                    writer.segment().set(JAVA_LONG, 0, 1);
                  }
                }),
            refused(
                "a writer while one reads",
                "`borrow_mut` in `borrow`",
                misuse(
                    ESCAPED_BORROW,
                    "counted block borrowed for writing while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Counted a = heap.allocate(8).count();
                      Counted b = a.another();
                      Borrow _ = a.read()) {
                    trial.attempt(b::write);
                    trial.attempt(a::write);
                  }
                }),
            refused(
                "a reader while one writes",
                "`borrow` in `borrow_mut`",
                misuse(
                    ESCAPED_BORROW,
                    "counted block borrowed for reading while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Counted a = heap.allocate(8).count();
                      Counted b = a.another();
                      Borrow _ = a.write()) {
                    trial.attempt(b::read);
                    trial.attempt(a::read);
                  }
                }),
            allowed(
                "a writer after the readers are closed",
                "`Ref` drop restores",
                heap -> {
                  try (Counted a = heap.allocate(8).count()) {
                    Borrow x = a.read();
                    Borrow y = a.read();
                    x.close();
                    y.close();
                    a.write().close();
                  }
                }),
            allowed(
                "readers after the writer is closed",
                "`RefMut` drop restores",
                heap -> {
                  try (Counted a = heap.allocate(8).count()) {
                    a.write().close();
                    a.read().close();
                    a.write().close();
                  }
                }),
            refused(
                "a writer while one of two readers is left",
                "`Ref` drop restores",
                misuse(ESCAPED_BORROW, "while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Counted a = heap.allocate(8).count();
                      Borrow _ = a.read()) {
                    a.read().close();
                    trial.attempt(a::write);
                  }
                }),
            allowed(
                "a refused borrow leaves the count as it was",
                "`try_borrow_mut`: `Err`",
                heap -> {
                  try (Counted a = heap.allocate(8).count()) {
                    try (Borrow _ = a.read()) {
                      assertThatThrownBy(a::write).isInstanceOf(MisuseException.class);
                      a.read().close();
                    }
                    a.write().close();
                  }
                }),
            refused(
                "a writer while a reader of a reader is left",
                "`Ref::clone`",
                misuse(ESCAPED_BORROW, "while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Counted a = heap.allocate(8).count()) {
                    Borrow first = a.read();
                    Borrow second = first.read();
                    first.close();
                    trial.attempt(a::write);
                    second.close();
                    a.write().close();
                  }
                }),
            allowed(
                "a part of a reader",
                "`Ref::map`",
                heap -> {
                  try (Counted a = heap.allocate(64).count();
                      Borrow whole = a.read();
                      Borrow part = whole.read(8, 8)) {
                    assertThat(part.segment().byteSize()).isEqualTo(8);
                  }
                }),
            refused(
                "a writer while the part of a reader is left",
                "`Ref::map`",
                misuse(ESCAPED_BORROW, "while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Counted a = heap.allocate(64).count()) {
                    Borrow whole = a.read();
                    Borrow part = whole.read(8, 8);
                    whole.close();
                    trial.attempt(a::write);
                    part.close();
                  }
                }),
            allowed(
                "two parts of a reader",
                "`Ref::map_split`",
                heap -> {
                  try (Counted a = heap.allocate(64).count()) {
                    Borrow whole = a.read();
                    Borrow left = whole.read(0, 32);
                    Borrow right = whole.read(32, 32);
                    whole.close();
                    left.close();
                    assertThat(right.bytes()).isEqualTo(32);
                    right.close();
                    a.write().close();
                  }
                }),
            allowed(
                "a part of a writer",
                "`RefMut::map`",
                heap -> {
                  try (Counted a = heap.allocate(64).count()) {
                    try (Borrow whole = a.write();
                        Borrow part = whole.write(8, 8)) {
                      part.segment().set(JAVA_LONG, 0, 42);
                    }
                    try (Borrow reader = a.read()) {
                      assertThat(reader.segment().get(JAVA_LONG, 8)).isEqualTo(42);
                    }
                  }
                }),
            allowed(
                "two parts of a writer, as slices",
                "`RefMut::map_split`",
                heap -> {
                  try (Counted a = heap.allocate(64).count();
                      Borrow whole = a.write()) {
                    MemorySegment left = whole.segment().asSlice(0, 32);
                    MemorySegment right = whole.segment().asSlice(32);
                    left.fill((byte) 1);
                    right.fill((byte) 2);
                  }
                }),
            refused(
                "two writers of parts of a writer",
                "`RefMut::map_split`",
                misuse(
                    ESCAPED_BORROW, "borrow borrowed for writing while it is borrowed for writing"),
                (heap, trial) -> {
                  try (Counted a = heap.allocate(64).count();
                      Borrow whole = a.write();
                      Borrow _ = whole.write(0, 32)) {
                    trial.attempt(() -> whole.write(32, 32));
                  }
                }),
            refused(
                "a write through a reader",
                "`Ref: !DerefMut`",
                READ_ONLY,
                (heap, trial) -> {
                  try (Counted a = heap.allocate(8).count();
                      Borrow reader = a.read()) {
                    trial.attempt(() -> reader.segment().set(JAVA_LONG, 0, 1));
                  }
                }),
            allowed(
                "a value replaced",
                "`RefCell::replace`, `swap`",
                heap -> {
                  try (Counted a = heap.allocate(8).count()) {
                    try (Borrow writer = a.write()) {
                      writer.segment().set(JAVA_LONG, 0, 1);
                      long former = writer.segment().get(JAVA_LONG, 0);
                      writer.segment().set(JAVA_LONG, 0, 2);
                      assertThat(former).isEqualTo(1);
                    }
                    try (Borrow reader = a.read()) {
                      assertThat(reader.segment().get(JAVA_LONG, 0)).isEqualTo(2);
                    }
                  }
                }),
            refused(
                "a dropped borrow keeps the flag",
                "`Ref` leaked",
                misuse(ESCAPED_BORROW, "while it is borrowed for reading by 1"),
                (heap, trial) -> {
                  try (Counted a = heap.allocate(8).count()) {
                    Borrow leaked = a.read();
                    trial.attempt(a::write);
                    leaked.close();
                  }
                })));
  }
}
