package dev.freehold.lab.replay;

import dev.freehold.alloc.RegionAllocator;
import dev.freehold.os.OsException;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.region.RegionConfig.Pages;
import java.util.function.Function;

/// An allocator over a fresh region per replay.
///
/// A region costs addresses, not memory, so it is reserved large; where the addresses of the
/// process are limited (`ulimit -v`) half as much is tried, and half of that, down to
/// [#LEAST_RESERVE_BYTES].
///
/// @param name what the allocator is called
/// @param factory makes it over a region that nothing else uses
/// @param limitBytes the most bytes that the region may commit
public record RegionCandidate(
    String name, Function<Region, RegionAllocator> factory, long limitBytes) implements Candidate {

  /// The reservation tried first.
  public static final long RESERVE_BYTES = 64L << 30; // 64 GiB

  /// The smallest reservation tried.
  public static final long LEAST_RESERVE_BYTES = 256L << 20; // 256 MiB

  /// The unit of commitment: a larger step commits more than blocks need, a smaller one costs more
  /// system calls.
  public static final long STEP_BYTES = 64 << 10; // 64 KiB

  @Override
  public RegionSession open() {
    Region region = reserve();
    try {
      return new RegionSession(region, factory.apply(region));
    } catch (RuntimeException | Error e) {
      region.close();
      throw e;
    }
  }

  private Region reserve() {
    for (long bytes = RESERVE_BYTES; ; bytes /= 2) {
      try {
        // Normal pages: a huge page would count memory as resident that no block has asked for.
        return Region.reserve(
            RegionConfig.ofReserve(bytes)
                .withStep(STEP_BYTES)
                .withLimit(limitBytes)
                .withPages(Pages.NORMAL));
      } catch (OsException e) {
        if (bytes <= LEAST_RESERVE_BYTES) {
          throw e;
        }
      }
    }
  }

  /// One replay's region and allocator.
  ///
  /// @param region closed with the session
  /// @param allocator the only user of the region
  public record RegionSession(Region region, RegionAllocator allocator) implements Session {
    @Override
    public void close() {
      region.close();
    }
  }
}
