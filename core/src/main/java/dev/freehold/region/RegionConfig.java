package dev.freehold.region;

/// How a region is reserved.
///
/// @param reserveBytes the addresses to reserve; rounded up to a whole number of steps
/// @param stepBytes the unit of commitment: a power of two, at least an OS page; at most 2^30 steps
///   make a region
/// @param limitBytes the most bytes that may be committed at once
/// @param pages the OS pages to ask for
/// @param placement who chooses the addresses
public record RegionConfig(
    long reserveBytes, long stepBytes, long limitBytes, Pages pages, Placement placement) {
  /// The step where none is chosen. A step costs a system call; half a step is lost on average.
  public static final long DEFAULT_STEP = 64 << 10; // 64 KiB

  private static final long MOST_STEPS = 1 << 30;

  /// The kind of OS pages behind a region.
  public enum Pages {
    /// What the system does by default.
    SYSTEM,
    /// Huge pages where the system has them: fewer misses of the translation buffer, coarser
    /// residency.
    HUGE,
    /// Never huge pages: exact residency.
    NORMAL
  }

  /// Who chooses the addresses of a region.
  public enum Placement {
    /// The operating system. Most put regions side by side in the order of their reservation.
    SYSTEM,
    /// A secure random generator, so that an address cannot be guessed from another. The base is
    /// drawn evenly from the multiples of its alignment `a` in the lower half of the address space,
    /// which the kernel itself leaves free:
    ///
    /// ```text
    /// entropy in bits = (address bits - 1) - log2(a)      a = max(2 MiB, step)
    ///                 = 46 - 21 = 25                      on x86-64, steps up to 2 MiB
    ///                 = 47 - 21 = 26                      on aarch64 with 48 address bits
    /// ```
    ///
    /// Where the system refuses 32 draws, or no place can be asked for, it chooses itself:
    /// [Region#placement] tells.
    RANDOM
  }

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is out of range
  public RegionConfig {
    if (reserveBytes <= 0 || reserveBytes > 1L << 46) {
      throw new IllegalArgumentException(
          "reserveBytes is %d: must be from 1 to 2^46 (64 TiB)".formatted(reserveBytes));
    }
    if (stepBytes < 4096 || Long.bitCount(stepBytes) != 1 || stepBytes > 1L << 30) {
      throw new IllegalArgumentException(
          "stepBytes is %d: must be a power of two from 4 KiB to 1 GiB".formatted(stepBytes));
    }
    if (reserveBytes / stepBytes > MOST_STEPS) {
      throw new IllegalArgumentException(
          "reserveBytes is %d in steps of %d: must be at most 2^30 steps; take larger steps"
              .formatted(reserveBytes, stepBytes));
    }
    if (limitBytes < 0) {
      throw new IllegalArgumentException(
          "limitBytes is %d: must not be negative".formatted(limitBytes));
    }
  }

  /// A region of the default step without a limit of its own.
  ///
  /// @param reserveBytes the addresses to reserve
  /// @return a configuration
  public static RegionConfig ofReserve(long reserveBytes) {
    return new RegionConfig(
        reserveBytes, DEFAULT_STEP, Long.MAX_VALUE, Pages.SYSTEM, Placement.SYSTEM);
  }

  /// The same with another step.
  ///
  /// @param bytes the unit of commitment
  /// @return a configuration
  public RegionConfig withStep(long bytes) {
    return new RegionConfig(reserveBytes, bytes, limitBytes, pages, placement);
  }

  /// The same with a limit.
  ///
  /// @param bytes the most bytes that may be committed at once
  /// @return a configuration
  public RegionConfig withLimit(long bytes) {
    return new RegionConfig(reserveBytes, stepBytes, bytes, pages, placement);
  }

  /// The same with another kind of OS pages.
  ///
  /// @param kind the pages to ask for
  /// @return a configuration
  public RegionConfig withPages(Pages kind) {
    return new RegionConfig(reserveBytes, stepBytes, limitBytes, kind, placement);
  }

  /// The same with another reservation.
  ///
  /// @param bytes the addresses to reserve
  /// @return a configuration
  public RegionConfig withReserve(long bytes) {
    return new RegionConfig(bytes, stepBytes, limitBytes, pages, placement);
  }

  /// The same at other addresses.
  ///
  /// @param chooser who chooses the addresses
  /// @return a configuration
  public RegionConfig withPlacement(Placement chooser) {
    return new RegionConfig(reserveBytes, stepBytes, limitBytes, pages, chooser);
  }
}
