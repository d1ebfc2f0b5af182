package dev.freehold.profile;

/// Temporary blocks that one stack took: each was freed within a millisecond, by the thread that
/// took it.
///
/// @param heap its name
/// @param stack where they were taken
/// @param blocks how many; negative where a comparison says that there are fewer
/// @param bytes in them
/// @param meanLifeNanos from taking to freeing, on average, in nanoseconds
public record Temporary(String heap, Stack stack, long blocks, long bytes, long meanLifeNanos) {
  Temporary with(long newBlocks, long newBytes) {
    return new Temporary(heap, stack, newBlocks, newBytes, meanLifeNanos);
  }
}
