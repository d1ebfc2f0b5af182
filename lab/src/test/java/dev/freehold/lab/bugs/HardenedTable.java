package dev.freehold.lab.bugs;

import static dev.freehold.lab.bugs.HardenedRow.reported;
import static dev.freehold.lab.bugs.HardenedRow.sound;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Block;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.alloc.Allocator;
import dev.freehold.os.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The tests of hardened_malloc, and the page that lists them.
final class HardenedTable {
  private static final int SMALL = 128;
  private static final int LARGE = 256 << 10;
  private static final long GARBAGE = 0x1234_5678_9AB0L;

  private static final String ABORT_TWICE = "abort: double free";
  private static final String ABORT_FREE = "abort: invalid free";
  private static final String ABORT_UNALIGNED = "abort: unaligned free";
  private static final String ABORT_CANARY = "abort at free: canary";
  private static final String ABORT_LATE = "abort at reuse: write after free";
  private static final String ABORT_SIZE = "abort: invalid size query";
  private static final String ABORT_SIZED = "abort: size mismatch";
  private static final String FAULT = "segmentation fault";
  private static final String ZEROS = "reads zeros";
  private static final String PASSES = "passes";
  private static final String NO_SIZE = "cannot be written: a free takes no size";
  private static final String SERVED = "passes";

  static final List<HardenedRow> ROWS =
      List.of(
          reported("double_free_small", ABORT_TWICE, Checks.FULL, Defect.DOUBLE_FREE, twice(SMALL)),
          reported("double_free_large", ABORT_TWICE, Checks.FULL, Defect.DOUBLE_FREE, twice(LARGE)),
          reported(
              "double_free_small_delayed",
              ABORT_TWICE,
              Checks.FULL,
              Defect.DOUBLE_FREE,
              twiceWithOneBetween(SMALL)),
          reported(
              "double_free_large_delayed",
              ABORT_TWICE,
              Checks.FULL,
              Defect.DOUBLE_FREE,
              twiceWithOneBetween(LARGE)),
          reported(
              "overflow_small_1_byte",
              ABORT_CANARY,
              Checks.FULL,
              Defect.OVERFLOW,
              block(SMALL, at -> Memory.setByte(at + SMALL, (byte) 1))),
          reported(
              "overflow_small_8_byte",
              ABORT_CANARY,
              Checks.FULL,
              Defect.OVERFLOW,
              block(SMALL, at -> Memory.setLong(at + SMALL, 1))),
          reported(
              "overflow_large_1_byte",
              FAULT,
              Checks.GUARDED,
              Defect.OVERFLOW,
              block(LARGE, at -> Memory.setByte(at + LARGE, (byte) 1))),
          reported(
              "overflow_large_8_byte",
              FAULT,
              Checks.GUARDED,
              Defect.OVERFLOW,
              block(LARGE, at -> Memory.setLong(at + LARGE, 1))),
          reported(
              "read_after_free_small",
              ZEROS,
              Checks.GUARDED,
              Defect.USE_AFTER_FREE,
              afterFree(SMALL, Memory::getByte)),
          reported(
              "read_after_free_large",
              FAULT,
              Checks.GUARDED,
              Defect.USE_AFTER_FREE,
              afterFree(LARGE, Memory::getByte)),
          reported(
              "write_after_free_small",
              ABORT_LATE,
              Checks.FULL,
              Defect.WRITE_AFTER_FREE,
              afterFree(SMALL, at -> Memory.setByte(at + 1, (byte) 1))),
          reported(
              "write_after_free_small_reuse",
              ABORT_LATE,
              Checks.FULL,
              Defect.WRITE_AFTER_FREE,
              heap -> {
                afterFree(SMALL, at -> Memory.setByte(at + 1, (byte) 1)).run(heap);
                for (int i = 0; i < 20_000; i++) {
                  heap.allocate(SMALL).close();
                }
              }),
          reported(
              "write_after_free_large",
              FAULT,
              Checks.GUARDED,
              Defect.USE_AFTER_FREE,
              afterFree(LARGE, at -> Memory.setByte(at + 1, (byte) 1))),
          reported(
              "write_after_free_large_reuse",
              FAULT,
              Checks.GUARDED,
              Defect.USE_AFTER_FREE,
              afterFree(
                  LARGE,
                  (heap, at) -> {
                    long other = heap.addresses().allocate(LARGE, 16);
                    heap.addresses().free(other);
                    Memory.setByte(at + 1, (byte) 1);
                  })),
          reported(
              "invalid_free_protected",
              ABORT_FREE,
              Checks.FULL,
              Defect.INVALID_FREE,
              heap -> heap.addresses().free(4096)),
          reported(
              "invalid_free_unprotected",
              ABORT_FREE,
              Checks.FULL,
              Defect.INVALID_FREE,
              heap -> {
                try (Arena arena = Arena.ofConfined()) {
                  heap.addresses().free(arena.allocate(4096).address());
                }
              }),
          reported(
              "invalid_free_small_region",
              ABORT_FREE,
              Checks.FULL,
              Defect.INVALID_FREE,
              given(at -> at + (1 << 20), Allocator::free)),
          reported(
              "invalid_free_small_region_far",
              ABORT_FREE,
              Checks.FULL,
              Defect.INVALID_FREE,
              given(at -> at + (1L << 30), Allocator::free)),
          reported(
              "unaligned_free_small",
              ABORT_UNALIGNED,
              Checks.FULL,
              Defect.INVALID_FREE,
              given(at -> at + 1, Allocator::free)),
          reported(
              "unaligned_free_large",
              ABORT_UNALIGNED,
              Checks.FULL,
              Defect.INVALID_FREE,
              heap -> {
                long address = heap.addresses().allocate(LARGE, 16);
                try {
                  heap.addresses().free(address + 1);
                } finally {
                  heap.addresses().free(address);
                }
              }),
          reported(
              "uninitialized_free",
              ABORT_FREE,
              Checks.FULL,
              Defect.INVALID_FREE,
              heap -> heap.addresses().free(GARBAGE)),
          reported(
              "uninitialized_realloc",
              "abort: invalid realloc",
              Checks.FULL,
              Defect.INVALID_FREE,
              heap -> heap.addresses().resize(GARBAGE, 16)),
          reported(
              "uninitialized_malloc_usable_size",
              ABORT_SIZE,
              Checks.FULL,
              Defect.INVALID_FREE,
              heap -> heap.addresses().sizeOf(GARBAGE)),
          reported(
              "invalid_malloc_usable_size_small",
              ABORT_SIZE,
              Checks.FULL,
              Defect.INVALID_FREE,
              given(at -> at + (1 << 20), Allocator::sizeOf)),
          reported(
              "invalid_malloc_usable_size_small_quarantine",
              ABORT_SIZE,
              Checks.FULL,
              Defect.USE_AFTER_FREE,
              afterFree(SMALL, (heap, at) -> heap.addresses().sizeOf(at))),
          reported(
              "unaligned_malloc_usable_size_small",
              ABORT_SIZE,
              Checks.FULL,
              Defect.INVALID_FREE,
              given(at -> at + 1, Allocator::sizeOf)),
          reported(
              "invalid_malloc_object_size_small",
              ABORT_SIZE,
              Checks.FULL,
              Defect.INVALID_FREE,
              given(at -> at + (1 << 20), Allocator::sizeOf)),
          reported(
              "invalid_malloc_object_size_small_quarantine",
              ABORT_SIZE,
              Checks.FULL,
              Defect.USE_AFTER_FREE,
              afterFree(SMALL, (heap, at) -> heap.addresses().sizeOf(at))),
          sound("delete_type_size_mismatch", ABORT_SIZED, NO_SIZE, _ -> freeTakesNoSize()),
          sound("invalid_aligned_sized_delete_small", ABORT_SIZED, NO_SIZE, _ -> freeTakesNoSize()),
          sound("invalid_aligned_sized_delete_large", ABORT_SIZED, NO_SIZE, _ -> freeTakesNoSize()),
          reported(
              "read_zero_size",
              FAULT,
              Checks.SCOPED,
              Defect.OVERFLOW,
              heap -> {
                try (Block block = heap.allocate(0)) {
                  block.segment().get(JAVA_BYTE, 0);
                }
              }),
          reported(
              "write_zero_size",
              FAULT,
              Checks.SCOPED,
              Defect.OVERFLOW,
              heap -> {
                try (Block block = heap.allocate(0)) {
                  block.segment().set(JAVA_BYTE, 0, (byte) 1);
                }
              }),
          reported(
              "string_overflow",
              "absorbed by the zero byte of the canary",
              Checks.GUARDED,
              Defect.OVERFLOW,
              block(LARGE, at -> Memory.setByte(at + LARGE, (byte) 0))),
          reported(
              "uninitialized_read_small",
              ZEROS,
              Checks.FULL,
              Defect.UNINITIALIZED_READ,
              heap -> {
                try (Block block = heap.allocate(SMALL)) {
                  block.read().close();
                }
              }),
          reported(
              "uninitialized_read_large",
              ZEROS,
              Checks.FULL,
              Defect.UNINITIALIZED_READ,
              heap -> {
                try (Block block = heap.allocate(LARGE)) {
                  block.read().close();
                }
              }),
          sound("free_sized_small", PASSES, SERVED, block(SMALL, _ -> {})),
          sound("free_sized_large", PASSES, SERVED, block(LARGE, _ -> {})),
          sound("aligned_sized_delete_small", PASSES, SERVED, aligned(SMALL, 64)),
          sound("aligned_sized_delete_small_min_align", PASSES, SERVED, aligned(SMALL, 1)),
          sound("aligned_sized_delete_large", PASSES, SERVED, aligned(LARGE, 64)),
          sound("malloc_object_size", "at least the size", "the size", sized(SMALL)),
          sound("malloc_object_size_zero", "0", "0", sized(0)),
          sound(
              "malloc_object_size_offset",
              "at least the rest",
              "the rest",
              heap -> {
                try (Block block = heap.allocate(SMALL)) {
                  MemorySegment rest = block.segment().asSlice(5);
                  assertThat(rest.byteSize()).isEqualTo(SMALL - 5);
                }
              }),
          sound(
              "realloc_init",
              PASSES,
              SERVED,
              heap -> {
                try (Block block = heap.allocate(16)) {
                  assertThat(block.resize(8)).isTrue();
                }
              }),
          sound("large_array_growth", PASSES, SERVED, HardenedTable::grow),
          reported(
              "calloc_overflow",
              "null",
              Checks.SCOPED,
              Defect.SIZE_OVERFLOW,
              heap -> heap.allocate(Long.parseLong("1400000000000000000") * 8).close()),
          sound(
              "calloc_zeroed",
              ZEROS,
              ZEROS,
              heap -> {
                try (Arena arena = heap.arena()) {
                  MemorySegment zeroed = arena.allocate(LARGE);
                  assertThat(zeroed.mismatch(MemorySegment.ofArray(new byte[LARGE]))).isEqualTo(-1);
                }
              }),
          sound(
              "impossibly_large_malloc",
              "null",
              "null by address, an exception as a block",
              heap -> assertThat(heap.addresses().allocate(1L << 60, 16)).isZero()),
          sound(
              "malloc_zero_different",
              "two addresses",
              "two addresses",
              heap -> {
                try (Block one = heap.allocate(0);
                    Block other = heap.allocate(0)) {
                  assertThat(one.address()).isNotEqualTo(other.address());
                }
              }),
          sound(
              "malloc_noreuse",
              "no address comes again for long",
              "no address comes again while the quarantine holds it",
              heap -> {
                Set<Long> seen = new HashSet<>();
                for (int i = 0; i < 1_000; i++) {
                  try (Block block = heap.allocate(SMALL)) {
                    assertThat(seen.add(block.address())).isTrue();
                  }
                }
              }));

  private HardenedTable() {}

  @FunctionalInterface
  private interface Use {
    void of(Heap heap, long address);
  }

  @FunctionalInterface
  private interface Access {
    void at(long address);
  }

  @FunctionalInterface
  private interface Shift {
    long of(long address);
  }

  @FunctionalInterface
  private interface Call {
    void with(Allocator addresses, long address);
  }

  private static Program block(long bytes, Access access) {
    return heap -> {
      long address = heap.addresses().allocate(bytes, 16);
      try {
        access.at(address);
      } finally {
        heap.addresses().free(address);
      }
    };
  }

  private static Program twice(long bytes) {
    return afterFree(bytes, (heap, address) -> heap.addresses().free(address));
  }

  private static Program twiceWithOneBetween(long bytes) {
    return afterFree(
        bytes,
        (heap, address) -> {
          heap.addresses().free(heap.addresses().allocate(bytes, 16));
          heap.addresses().free(address);
        });
  }

  private static Program afterFree(long bytes, Access access) {
    return afterFree(bytes, (_, address) -> access.at(address));
  }

  private static Program afterFree(long bytes, Use use) {
    return heap -> {
      long address = heap.addresses().allocate(bytes, 16);
      heap.addresses().free(address);
      use.of(heap, address);
    };
  }

  private static Program given(Shift shift, Call call) {
    return heap -> {
      long address = heap.addresses().allocate(SMALL, 16);
      try {
        call.with(heap.addresses(), shift.of(address));
      } finally {
        heap.addresses().free(address);
      }
    };
  }

  private static Program aligned(long bytes, long alignment) {
    return heap -> {
      long address = heap.addresses().allocate(bytes, alignment);
      assertThat(address % alignment).isZero();
      heap.addresses().free(address);
    };
  }

  private static Program sized(long bytes) {
    return heap -> {
      long address = heap.addresses().allocate(bytes, 16);
      assertThat(heap.addresses().sizeOf(address)).isEqualTo(bytes);
      heap.addresses().free(address);
    };
  }

  private static void freeTakesNoSize() {
    assertThat(Arrays.stream(Allocator.class.getMethods()))
        .filteredOn(method -> method.getName().equals("free"))
        .singleElement()
        .matches(method -> method.getParameterCount() == 1);
  }

  private static void grow(Heap heap) {
    Block block = heap.allocate(LARGE);
    block.segment().fill((byte) 7);
    for (int i = 0; i < 4; i++) {
      Block larger = heap.allocate(2 * block.bytes());
      larger.segment().fill((byte) 7).asSlice(0, block.bytes()).copyFrom(block.segment());
      block.close();
      block = larger;
    }
    assertThat(block.segment().get(JAVA_BYTE, LARGE - 1)).isEqualTo((byte) 7);
    block.close();
  }

  /// The page, as its file must be.
  static String document() {
    StringBuilder page =
        new StringBuilder(
            """
            # Beside hardened_malloc

            [hardened_malloc](https://github.com/GrapheneOS/hardened_malloc) is an allocator for C that ends a process whose memory
            is misused. %d of its tests, written anew for heaps, by address where C has addresses. Freehold throws where
            hardened_malloc ends the process, says where the block was taken and freed, and stays valid.

            *level* is that of the heap in the test: `scoped` is the default; `guarded` has pages that throw around every block.

            This page is made by `HardenedTest` from the tests themselves.

            | test | hardened_malloc | Freehold | level |
            |---|---|---|---|
            """
                .formatted(ROWS.size()));
    for (HardenedRow row : ROWS) {
      page.append(
          "| `%s` | %s | %s | `%s` |\n"
              .formatted(
                  row.name(),
                  row.theirs(),
                  row.ours(),
                  row.level().name().toLowerCase(Locale.ROOT)));
    }
    return page.toString();
  }
}
