package dev.freehold.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.MisuseException;
import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.InvalidFreeException;
import dev.freehold.os.Memory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// A heap under attack: hands out blocks by address, lets raw writes through, and watches that no
/// block ever lies over another or over the target.
///
/// ```text
/// target:  | size 0x41 | forged contents .. | size 0x41 |    in a live block that nobody attacks
/// ```
final class Ground {
  private static final long TARGET_BYTES = 256;

  private final Heap heap;
  private final Allocator allocator;
  private final TreeMap<Long, Long> live = new TreeMap<>();
  private final Set<Defect> found = EnumSet.noneOf(Defect.class);
  private final long target;
  private int refusals;

  Ground(Heap heap) {
    this.heap = heap;
    this.allocator = heap.addresses();
    this.target = take(TARGET_BYTES);
    Memory.fill(target, TARGET_BYTES, (byte) 0);
    Memory.setLong(target + 8, 0x41);
    Memory.setLong(target + 72, 0x41);
  }

  /// What an attacker wants to be handed out: the contents of a forged block.
  long target() {
    return target + 16;
  }

  long take(long bytes) {
    long address;
    try {
      address = allocator.allocate(bytes, 16);
    } catch (MisuseException e) {
      report(e);
      address = allocator.allocate(bytes, 16);
    }
    assertThat(address).isNotEqualTo(Allocator.NULL);
    var before = live.floorEntry(address + Math.max(0, bytes - 1));
    assertThat(before == null || before.getKey() + before.getValue() <= address)
        .as("0x%x, %d bytes, lies over a live block", address, bytes)
        .isTrue();
    live.put(address, bytes);
    return address;
  }

  /// Takes blocks side by side as well as the placement lets it.
  ///
  /// @return their addresses, the lowest first
  List<Long> takeRow(long bytes) {
    List<Long> row = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      row.add(take(bytes));
    }
    row.sort(Long::compare);
    return row;
  }

  /// Frees what may be a block.
  void free(long address) {
    live.remove(address);
    try {
      allocator.free(address);
    } catch (MisuseException e) {
      report(e);
    } catch (InvalidFreeException e) {
      refusals++;
    }
  }

  /// Asks for as many blocks of a size as an attacker needs to get what was prepared.
  void drain(long bytes) {
    for (int i = 0; i < 40; i++) {
      take(bytes);
    }
  }

  /// Takes and frees, so that freed blocks leave the quarantine.
  void churn(long bytes) {
    for (int i = 0; i < 600; i++) {
      free(take(bytes));
    }
  }

  private void report(MisuseException found) {
    this.found.add(found.report().defect());
    for (Throwable other : found.getSuppressed()) {
      if (other instanceof MisuseException misuse) {
        report(misuse);
      }
    }
  }

  /// Goes on as a program would, frees everything, and verifies.
  void settle() {
    for (long bytes = 16; bytes <= 2048; bytes *= 2) {
      drain(bytes);
    }
    verify();
    for (long address : List.copyOf(live.keySet())) {
      free(address);
    }
    verify();
    assertThat(heap.held().blocks()).isZero();
  }

  /// The first time may report; after that every invariant of the heap must hold.
  private void verify() {
    try {
      heap.verify();
    } catch (MisuseException e) {
      report(e);
      heap.verify();
    }
  }

  /// What was reported.
  Set<Defect> found() {
    return found;
  }

  /// How many frees the allocator refused by itself.
  int refusals() {
    return refusals;
  }
}
