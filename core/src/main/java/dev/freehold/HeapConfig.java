package dev.freehold;

import dev.freehold.alloc.BestFit;
import dev.freehold.region.RegionConfig;

/// How a heap is opened.
///
/// ```java
/// HeapConfig config =
///     HeapConfig.named("session-cache").withLimit(256 << 20).withAllocator(FirstFit::new);
/// ```
///
/// @param name what messages and statistics call the heap; not blank, need not be unique
/// @param region the addresses it reserves, the most it may commit, its steps and OS pages
/// @param allocator what divides the region into blocks
/// @param checks how much is checked, unless the system property [Checks#PROPERTY] says otherwise
/// @param checkConfig how it is checked, beyond the level
/// @param heldListener told where blocks are still held when the heap is closed
public record HeapConfig(
    String name,
    RegionConfig region,
    AllocatorFactory allocator,
    Checks checks,
    CheckConfig checkConfig,
    HeldListener heldListener) {
  /// The addresses reserved where nothing is said. They cost no memory.
  public static final long DEFAULT_RESERVE = 16L << 30; // 16 GiB

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is out of range
  public HeapConfig {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "name is blank: must say what the heap is for, messages show it");
    }
  }

  /// A heap that commits what its blocks need, up to [#DEFAULT_RESERVE], with the allocator that
  /// needs the least memory ([BestFit]), and that logs what is held when it is closed.
  ///
  /// @param name what messages and statistics call the heap
  /// @return a configuration
  public static HeapConfig named(String name) {
    return new HeapConfig(
        name,
        RegionConfig.ofReserve(DEFAULT_RESERVE),
        BestFit::new,
        Checks.SCOPED,
        CheckConfig.DEFAULT,
        HeldListener.LOG);
  }

  /// The same with another reservation.
  ///
  /// @param bytes the addresses to reserve
  /// @return a configuration
  public HeapConfig withReserve(long bytes) {
    return withRegion(region.withReserve(bytes));
  }

  /// The same with a limit: the memory that the operating system has committed for the heap never
  /// exceeds it, the holes between its blocks included.
  ///
  /// @param bytes the most bytes that may be committed at once
  /// @return a configuration
  public HeapConfig withLimit(long bytes) {
    return withRegion(region.withLimit(bytes));
  }

  /// The same over another region.
  ///
  /// @param config the addresses, limit, steps and OS pages
  /// @return a configuration
  public HeapConfig withRegion(RegionConfig config) {
    return new HeapConfig(name, config, allocator, checks, checkConfig, heldListener);
  }

  /// The same with another allocator.
  ///
  /// @param factory what divides the region into blocks
  /// @return a configuration
  public HeapConfig withAllocator(AllocatorFactory factory) {
    return new HeapConfig(name, region, factory, checks, checkConfig, heldListener);
  }

  /// The same at another level.
  ///
  /// @param level how much is checked
  /// @return a configuration
  public HeapConfig withChecks(Checks level) {
    return new HeapConfig(name, region, allocator, level, checkConfig, heldListener);
  }

  /// The same, checked otherwise.
  ///
  /// @param config how it is checked, beyond the level
  /// @return a configuration
  public HeapConfig withCheckConfig(CheckConfig config) {
    return new HeapConfig(name, region, allocator, checks, config, heldListener);
  }

  /// The same with another listener.
  ///
  /// @param listener told where blocks are still held when the heap is closed
  /// @return a configuration
  public HeapConfig withHeldListener(HeldListener listener) {
    return new HeapConfig(name, region, allocator, checks, checkConfig, listener);
  }
}
