package dev.freehold;

/// How a heap checks, beyond its level.
///
/// @param quarantineBytes the most bytes of freed blocks that wait before their addresses are used
///   again, at [Checks#FULL] and above
/// @param sampleBytes at [Checks#SAMPLED], the mean number of bytes from one sampled block to the
///   next; the heap raises it by itself while samples cost too much
/// @param stacks whether the stacks of taking and freeing are recorded, of those blocks that the
///   level records
public record CheckConfig(long quarantineBytes, long sampleBytes, Stacks stacks) {
  /// 16 MiB of quarantine, a sample per 512 KiB, and stacks.
  public static final CheckConfig DEFAULT =
      new CheckConfig(16 << 20, 512 << 10, Stacks.RECORDED);

  /// Whether stacks are recorded.
  public enum Stacks {
    /// Reports say where a block was taken and freed.
    RECORDED,
    /// Nothing is recorded, which costs a fraction.
    LEFT_OUT
  }

  /// Checks the components.
  ///
  /// @throws IllegalArgumentException naming the component that is out of range
  public CheckConfig {
    if (quarantineBytes < 0) {
      throw new IllegalArgumentException(
          "quarantineBytes is %d: must not be negative; 0 is none".formatted(quarantineBytes));
    }
    if (sampleBytes < 1) {
      throw new IllegalArgumentException(
          "sampleBytes is %d: must be at least 1, which samples every block".formatted(sampleBytes));
    }
  }

  /// The same with another quarantine.
  ///
  /// @param bytes the most that may wait
  /// @return a configuration
  public CheckConfig withQuarantine(long bytes) {
    return new CheckConfig(bytes, sampleBytes, stacks);
  }

  /// The same with another rate of samples.
  ///
  /// @param bytes the mean number from one sample to the next
  /// @return a configuration
  public CheckConfig withSampleBytes(long bytes) {
    return new CheckConfig(quarantineBytes, bytes, stacks);
  }

  /// The same with or without stacks.
  ///
  /// @param choice whether they are recorded
  /// @return a configuration
  public CheckConfig withStacks(Stacks choice) {
    return new CheckConfig(quarantineBytes, sampleBytes, choice);
  }
}
