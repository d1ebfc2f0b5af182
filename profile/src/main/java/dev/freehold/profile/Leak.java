package dev.freehold.profile;

/// Blocks that a heap reported as leaked.
///
/// @param heap its name
/// @param kind `held` to the end, `lost` without a way to free them, or `growing` from epoch to
///   epoch, of which the figures are the growth
/// @param blocks how many
/// @param bytes in them
/// @param site where the program took them
/// @param stack the calls that led there, the latest first, one a line; empty where unknown
public record Leak(String heap, String kind, long blocks, long bytes, String site, String stack) {
  Leak with(long newBlocks, long newBytes) {
    return new Leak(heap, kind, newBlocks, newBytes, site, stack);
  }
}
