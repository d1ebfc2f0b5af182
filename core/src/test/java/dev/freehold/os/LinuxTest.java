package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LinuxTest extends OsContract {
  @Override
  Os os() {
    return new Linux();
  }

  @Test
  void releaseLeavesNothingMapped() throws IOException {
    long start = os.reserve(1 << 20, 1 << 30);
    assertThat(maps()).contains(Long.toHexString(start) + "-");
    os.release(start, 1 << 20);
    assertThat(maps()).doesNotContain(Long.toHexString(start) + "-");
  }

  @Test
  void reservationWithoutAddressesNamesTheError() {
    assertThatThrownBy(() -> os.reserve(1L << 48, 4096))
        .isInstanceOf(OsException.class)
        .hasMessage(
            "mmap of 281474976710656 bytes failed: ENOMEM (out of memory, address space (ulimit -v) or map entries (vm.max_map_count))");
  }

  @Test
  void commitOutsideAReservationNamesTheRange() {
    long start = os.reserve(1 << 20, 1 << 20);
    os.release(start, 1 << 20);
    assertThatThrownBy(() -> os.commit(start, 4096))
        .isInstanceOf(OsException.class)
        .hasMessageStartingWith("mprotect of 4096 bytes at 0x%x failed: ENOMEM", start);
  }

  @Test
  void residentBytesCountTouchedPages() {
    long page = os.pageBytes();
    long bytes = 300L << 20; // more pages than one batch of mincore holds
    long start = os.reserve(bytes, 2 << 20);
    os.advise(start, bytes, Advice.NORMAL_PAGES);
    os.commit(start, bytes);
    assertThat(os.residentBytes(start, bytes)).hasValue(0);
    Memory.setByte(start, (byte) 1);
    Memory.setByte(start + (260L << 20), (byte) 1);
    Memory.setByte(start + bytes - 1, (byte) 1);
    assertThat(os.residentBytes(start, bytes)).hasValue(3 * page);
    os.decommit(start, page);
    assertThat(os.residentBytes(start, bytes)).hasValue(2 * page);
    os.release(start, bytes);
  }

  @Test
  void protectedMemoryCanBeReadAndUnprotected() {
    long start = os.reserve(1 << 20, 1 << 20);
    os.commit(start, 1 << 20);
    Memory.setLong(start, 42);
    assertThat(os.protect(start, os.pageBytes(), Access.READ)).isTrue();
    assertThat(Memory.getLong(start)).isEqualTo(42);
    os.protect(start, os.pageBytes(), Access.READ_WRITE);
    Memory.setLong(start, 43);
    assertThat(Memory.getLong(start)).isEqualTo(43);
    os.release(start, 1 << 20);
  }

  @Test
  void memoryFileIsOpenUntilClosed() throws IOException {
    Linux linux = (Linux) os;
    int fd = linux.memoryFile("freehold-test", 12_345);
    assertThat(Files.size(Path.of("/proc/self/fd/" + fd))).isEqualTo(12_345);
    assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString())
        .contains("freehold-test");
    linux.close(fd);
    assertThatThrownBy(() -> linux.close(fd)).hasMessageContaining("EBADF (bad file descriptor)");
    assertThatThrownBy(() -> linux.memoryFile("freehold-test", -1)).hasMessageContaining("EINVAL");
  }

  @Test
  void sealAndLockOfWhatIsNotMappedNameTheError() {
    long start = os.reserve(1 << 20, 1 << 20);
    os.release(start, 1 << 20);
    long page = os.pageBytes();
    assertThatThrownBy(() -> os.lock(start, page))
        .isInstanceOf(OsException.class)
        .hasMessageStartingWith("mlock of %d bytes at 0x%x failed: E", page, start);
    try {
      assertThat(os.seal(start, page)).as("a kernel without seals").isFalse();
    } catch (OsException e) {
      assertThat(e).hasMessageStartingWith("mseal(0x%x, 0x%x) failed: ENOMEM", start, page);
    }
  }

  @Test
  void lockedMemoryIsMarkedSo() throws IOException {
    assumeThat(os.lockLimit().orElse(0)).isGreaterThanOrEqualTo(os.pageBytes());
    long start = os.reserve(1 << 20, 1 << 20);
    os.commit(start, os.pageBytes());
    assertThat(os.lock(start, os.pageBytes())).isTrue();
    assertThat(Smaps.flags(start)).contains("lo");
    os.release(start, 1 << 20);
  }

  @Test
  void hiddenMemoryTakesThePlaceOfWhatWasThereOrLeavesIt() throws IOException {
    long page = os.pageBytes();
    long start = os.reserve(1 << 20, 1 << 20);
    os.commit(start, 1 << 20);
    Memory.fill(start, 1 << 20, (byte) 7);
    long descriptors = descriptors();
    if (os.hide(start + page, page)) {
      assertThat(Memory.getByte(start + page - 1)).isEqualTo((byte) 7);
      assertThat(Memory.getLong(start + page)).isZero();
      assertThat(Memory.getByte(start + 2 * page)).isEqualTo((byte) 7);
      Memory.setLong(start + page, 42);
      assertThat(Memory.getLong(start + page)).isEqualTo(42);
      assertThat(hiddenMappings()).isOne();

      assertThatThrownBy(() -> os.hide(start + 3 * page + 1, page)).hasMessageContaining("EINVAL");
      assertThatThrownBy(() -> os.hide(start + 3 * page, -1)).hasMessageContaining("EINVAL");
      assertThatThrownBy(() -> os.hide(start + 3 * page, 0)).hasMessageContaining("EINVAL");
      assertThat(hiddenMappings()).isOne();
    }
    assertThat(Memory.getByte(start + 3 * page)).isEqualTo((byte) 7);
    assertThat(descriptors()).isEqualTo(descriptors);
    os.release(start, 1 << 20);
    assertThat(hiddenMappings()).isZero();
  }

  private static long hiddenMappings() throws IOException {
    return maps().lines().filter(line -> line.contains("secretmem")).count();
  }

  /// The open descriptors of hidden memory.
  private static long descriptors() throws IOException {
    long count = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : all) {
        count += target(descriptor).contains("secretmem") ? 1 : 0;
      }
    }
    return count;
  }

  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException e) {
      return ""; // closed by another thread
    }
  }

  @Test
  void limitsAreThoseOfTheKernel() throws IOException {
    try (InputStream kernel = Files.newInputStream(Path.of("/proc/sys/vm/max_map_count"))) {
      String digits = new String(kernel.readNBytes(64), StandardCharsets.US_ASCII);
      assertThat(os.mapLimit()).hasValue(Long.parseLong(digits.strip()));
    }
    String[] words =
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(line -> line.startsWith("Max locked memory"))
            .findAny()
            .orElseThrow()
            .substring("Max locked memory".length())
            .strip()
            .split(" +");
    assertThat(os.lockLimit())
        .hasValue(words[0].equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(words[0]));
  }

  private static String maps() throws IOException {
    return Files.readString(Path.of("/proc/self/maps"));
  }
}
