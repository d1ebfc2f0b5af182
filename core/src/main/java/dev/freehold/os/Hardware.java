package dev.freehold.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The sizes of this machine that memory layouts depend on.
///
/// @param lineBytes of a cache line: what two threads should not write to both
/// @param pageBytes of an OS page
/// @param hugePageBytes of a huge page, whether or not the system hands them out
public record Hardware(int lineBytes, long pageBytes, long hugePageBytes) {
  /// What most machines have: lines of 64 bytes, OS pages of 4 KiB, huge pages of 2 MiB.
  public static final Hardware COMMON = new Hardware(64, 4 << 10, 2 << 20);

  private static final String LINE = "sys/devices/system/cpu/cpu0/cache/index0/coherency_line_size";
  private static final String HUGE = "sys/kernel/mm/transparent_hugepage/hpage_pmd_size";

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is no power of two
  public Hardware {
    if (!isPowerOfTwo(lineBytes) || !isPowerOfTwo(pageBytes) || !isPowerOfTwo(hugePageBytes)) {
      throw new IllegalArgumentException(
          "lineBytes is %d, pageBytes %d, hugePageBytes %d: must be powers of two"
              .formatted(lineBytes, pageBytes, hugePageBytes));
    }
  }

  /// The hardware of this machine, read once.
  ///
  /// @return always the same
  public static Hardware current() {
    return Read.ONCE;
  }

  /// Reads what a Linux says of its hardware.
  ///
  /// @param root the directory that holds `sys`
  /// @param pageBytes of an OS page
  /// @return with the components of [#COMMON] where the system does not say, or says what cannot be
  static Hardware of(Path root, long pageBytes) {
    return new Hardware(
        (int) powerOfTwo(root.resolve(LINE), COMMON.lineBytes, 16, 4 << 10),
        pageBytes,
        powerOfTwo(root.resolve(HUGE), COMMON.hugePageBytes, pageBytes, 1L << 40));
  }

  private static long powerOfTwo(Path file, long otherwise, long least, long most) {
    try {
      long value = Long.parseLong(Files.readString(file).strip());
      return isPowerOfTwo(value) && value >= least && value <= most ? value : otherwise;
    } catch (IOException | SecurityException | NumberFormatException e) {
      return otherwise;
    }
  }

  private static boolean isPowerOfTwo(long value) {
    return value > 0 && Long.bitCount(value) == 1;
  }

  private static final class Read {
    static final Hardware ONCE = of(Path.of("/"), Os.current().pageBytes());
  }
}
