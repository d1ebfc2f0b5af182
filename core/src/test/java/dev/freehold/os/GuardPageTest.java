package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledOnOs(OS.LINUX)
class GuardPageTest {
  private static final int PAGES = 8;

  /// More often than the JIT needs to compile a loop with its best compiler.
  private static final int HOT = 20_000;

  private final Os os = new Linux();
  private final long page = os.pageBytes();
  private final long start = os.reserve(PAGES * page, page);

  @AfterEach
  void release() {
    os.release(start, PAGES * page);
  }

  /// What raw code does to memory; `other` is memory for the second operand.
  enum Touch {
    GET_BYTE {
      @Override
      void at(long address, long other) {
        sink += Memory.getByte(address);
      }
    },
    SET_BYTE {
      @Override
      void at(long address, long other) {
        Memory.setByte(address, (byte) 1);
      }
    },
    GET_LONG {
      @Override
      void at(long address, long other) {
        sink += Memory.getLong(address);
      }
    },
    SET_LONG {
      @Override
      void at(long address, long other) {
        Memory.setLong(address, 1);
      }
    },
    FILL {
      @Override
      void at(long address, long other) {
        Memory.fill(address, 100, (byte) 1);
      }
    },
    COPY_FROM {
      @Override
      void at(long address, long other) {
        Memory.copy(address, other, 100);
      }
    },
    COPY_TO {
      @Override
      void at(long address, long other) {
        Memory.copy(other, address, 100);
      }
    };

    static long sink;

    abstract void at(long address, long other);
  }

  @ParameterizedTest
  @EnumSource
  void aTouchThrowsColdAndHotAndTheProcessLivesOn(Touch touch) {
    os.commit(start, PAGES * page);
    assertThat(os.guard(start + page, page)).isTrue();
    long memory = start + 2 * page;
    assertThat(caught(touch, start + page, memory)).isTrue();
    for (int i = 0; i < HOT; i++) {
      touch.at(start, memory);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(caught(touch, start + page, memory)).as("touch %d", i).isTrue();
    }
    assertThat(caught(touch, start, memory)).isFalse();
  }

  /// Touches, and then enters the JVM, which delivers an error that compiled code left pending.
  @SuppressWarnings("ThreadPriorityCheck") // not for scheduling
  private static boolean caught(Touch touch, long address, long other) {
    try {
      touch.at(address, other);
      Thread.yield();
      return false;
    } catch (InternalError e) {
      return true;
    }
  }

  @Test
  void guardedMemoryIsLostAndUnguardedMemoryIsZero() {
    os.commit(start, PAGES * page);
    Memory.fill(start, PAGES * page, (byte) 7);
    os.guard(start + 2 * page, 3 * page);
    assertThat(Memory.getByte(start + 2 * page - 1)).isEqualTo((byte) 7);
    assertThat(Memory.getByte(start + 5 * page)).isEqualTo((byte) 7);
    os.unguard(start + 3 * page, page);
    assertThat(Memory.getLong(start + 3 * page)).isZero();
    Memory.setLong(start + 3 * page, 42);
    assertThat(Memory.getLong(start + 3 * page)).isEqualTo(42);
    assertThat(caught(Touch.GET_LONG, start + 2 * page, start)).isTrue();
    assertThat(caught(Touch.GET_LONG, start + 4 * page, start)).isTrue();
  }

  @Test
  void decommitEndsTheGuarding() {
    os.guard(start, PAGES * page);
    os.decommit(start, PAGES * page);
    os.commit(start, PAGES * page);
    Memory.setLong(start, 42);
    assertThat(Memory.getLong(start)).isEqualTo(42);
  }

  @Test
  void commitLeavesGuardPagesGuarded() {
    os.guard(start, page);
    os.commit(start, PAGES * page);
    assertThat(caught(Touch.GET_LONG, start, start + page)).isTrue();
  }

  @Test
  void neighbouringGuardsAreOneEntryOfTheKernelAndUnguardedMemoryJoinsItsNeighbours()
      throws IOException {
    os.commit(start, PAGES * page);
    for (int i = 1; i < PAGES - 1; i++) {
      os.guard(start + i * page, page);
    }
    assertThat(entries()).isEqualTo(3);
    os.unguard(start + page, (PAGES - 2) * page);
    assertThat(entries()).isOne();
  }

  private long entries() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .map(line -> line.substring(0, line.indexOf(' ')).split("-"))
        .filter(range ->
            Long.parseUnsignedLong(range[0], 16) < start + PAGES * page
                && Long.parseUnsignedLong(range[1], 16) > start)
        .count();
  }

  @Test
  void allGuardsOfTheProcessShareOneDescriptor() throws IOException {
    os.guard(start, page);
    new Linux().guard(start + 2 * page, page);
    assertThat(EmptyFile.descriptor()).isEqualTo(EmptyFile.descriptor());
    Path descriptor = Path.of("/proc/self/fd/" + EmptyFile.descriptor().orElseThrow());
    assertThat(Files.readSymbolicLink(descriptor).toString()).contains("freehold-guard");
    assertThat(Files.size(descriptor)).isZero();
    String flags =
        Files.readAllLines(Path.of("/proc/self/fdinfo/" + EmptyFile.descriptor().orElseThrow()))
            .get(1);
    int closeOnExec = 0x80000;
    assertThat(Integer.parseInt(flags.substring(6).strip(), 8) & closeOnExec).isNotZero();
  }

  @Test
  void addressesThatAreNoPageAreRefusedByName() {
    assertThatThrownBy(() -> os.guard(start + 1, page))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("EINVAL");
    assertThatThrownBy(() -> os.unguard(start + 1, page))
        .isInstanceOf(OsException.class)
        .hasMessageContaining("EINVAL");
  }
}
