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
/// @param budget charged for what the heap commits
/// @param allocator what divides the region into blocks
/// @param checks how much is checked, unless the system property [Checks#PROPERTY] says otherwise
/// @param checkConfig how it is checked, beyond the level
/// @param heldListener told where blocks are still held when the heap is closed
public record HeapConfig(
    String name,
    RegionConfig region,
    Budget budget,
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

  /// A heap that commits what its blocks need, up to [#DEFAULT_RESERVE] and to what the process may
  /// use ([Budget#process]), with the allocator that needs the least memory ([BestFit]), and that
  /// logs what is held when it is closed.
  ///
  /// @param name what messages and statistics call the heap
  /// @return a configuration
  /// @throws IllegalArgumentException if a system property that limits the process is no size
  public static HeapConfig named(String name) {
    return new HeapConfig(
        name,
        RegionConfig.ofReserve(DEFAULT_RESERVE),
        Budget.ofHeaps(),
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

  /// The same within another budget: what the operating system has committed for the heap counts
  /// against its limit and against those above it.
  ///
  /// @param other charged for what the heap commits; it cannot be closed before the heap
  /// @return a configuration
  public HeapConfig withBudget(Budget other) {
    return new HeapConfig(name, region, other, allocator, checks, checkConfig, heldListener);
  }

  /// The same over another region.
  ///
  /// @param config the addresses, limit, steps and OS pages
  /// @return a configuration
  public HeapConfig withRegion(RegionConfig config) {
    return new HeapConfig(name, config, budget, allocator, checks, checkConfig, heldListener);
  }

  /// The same with another allocator.
  ///
  /// @param factory what divides the region into blocks
  /// @return a configuration
  public HeapConfig withAllocator(AllocatorFactory factory) {
    return new HeapConfig(name, region, budget, factory, checks, checkConfig, heldListener);
  }

  /// The same at another level.
  ///
  /// @param level how much is checked
  /// @return a configuration
  public HeapConfig withChecks(Checks level) {
    return new HeapConfig(name, region, budget, allocator, level, checkConfig, heldListener);
  }

  /// The same, checked otherwise.
  ///
  /// @param config how it is checked, beyond the level
  /// @return a configuration
  public HeapConfig withCheckConfig(CheckConfig config) {
    return new HeapConfig(name, region, budget, allocator, checks, config, heldListener);
  }

  /// The same with another listener.
  ///
  /// @param listener told where blocks are still held when the heap is closed
  /// @return a configuration
  public HeapConfig withHeldListener(HeldListener listener) {
    return new HeapConfig(name, region, budget, allocator, checks, checkConfig, listener);
  }
}
