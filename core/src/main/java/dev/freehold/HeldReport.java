package dev.freehold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Who holds what of a heap: its live blocks, the largest holders first.
///
/// @param heap the name of the heap
/// @param blocks the number of live blocks
/// @param bytes what was requested for them, in bytes
/// @param sizes the sizes that hold the most bytes, at most [#SIZES], the largest sum first
/// @param sites the sites that hold the most bytes, at most [#SITES], the most first: estimated at
///   [Checks#SAMPLED], empty where stacks are not recorded
public record HeldReport(
    String heap, long blocks, long bytes, List<Size> sizes, List<LeakSite> sites) {
  /// How many sizes a report tells apart.
  public static final int SIZES = 5;

  /// How many sites a report tells apart.
  public static final int SITES = 5;

  /// The live blocks of one size.
  ///
  /// @param bytes requested for each
  /// @param blocks how many
  public record Size(long bytes, long blocks) {
    /// What all of them hold.
    ///
    /// @return bytes
    public long sum() {
      return bytes * blocks;
    }

    /// In words, how many times which size.
    ///
    /// @return for example `8 x 4096`
    @Override
    public String toString() {
      return "%d x %d".formatted(blocks, bytes);
    }
  }

  /// Keeps its own copies of the lists.
  public HeldReport {
    sizes = List.copyOf(sizes);
    sites = List.copyOf(sites);
  }

  /// Sums up how many blocks there are of each size.
  ///
  /// @param sites all of them, the most bytes first
  static HeldReport of(String heap, Map<Long, Long> blocksBySize, List<LeakSite> sites) {
    List<Size> sizes = new ArrayList<>();
    blocksBySize.forEach((bytes, blocks) -> sizes.add(new Size(bytes, blocks)));
    sizes.sort(Comparator.comparingLong(Size::sum).thenComparingLong(Size::bytes).reversed());
    return new HeldReport(
        heap,
        sizes.stream().mapToLong(Size::blocks).sum(),
        sizes.stream().mapToLong(Size::sum).sum(),
        sizes.subList(0, Math.min(SIZES, sizes.size())),
        sites.subList(0, Math.min(SITES, sites.size())));
  }

  /// The holders in words, how many times which size, for example `4224 bytes in blocks of 1 x
  /// 4096, 2 x 64`.
  ///
  /// @return one line
  public String holders() {
    if (blocks == 0) {
      return "nothing";
    }
    String named = sizes.stream().map(Size::toString).collect(Collectors.joining(", "));
    long others = blocks - sizes.stream().mapToLong(Size::blocks).sum();
    return "%d bytes in blocks of %s%s"
        .formatted(bytes, named, others == 0 ? "" : ", and %d others".formatted(others));
  }

  /// The warning that a heap was closed too early.
  ///
  /// @return several lines
  public String message() {
    return """
    Freehold: heap closed while blocks are held
      heap    '%s'
      held    %s%s
      rule    a block and an arena are closed before their heap -> docs/guide/heap.md#closing
      next    open them in try-with-resources; the memory stays mapped until the last is closed -> docs/checks/leak.md\
    """
        .formatted(heap, holders(), places());
  }

  /// The sites, a line each.
  String places() {
    return sites.stream().map(site -> "\n          " + site.line()).collect(Collectors.joining());
  }
}
