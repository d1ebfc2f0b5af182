package dev.freehold.plan;

import dev.freehold.os.Memory;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One block of memory, used as a plan says.
///
/// A plan is right only while the program keeps to the lifetimes that it was made for.
/// [Checks#LIFETIMES] watches that: it refuses to take a buffer while another that shares bytes
/// with it is taken, ends a segment with its release, and fills released bytes with [#RELEASED].
/// [Checks#NONE] does none of it, and takes with one array access.
///
/// Invariant, under `LIFETIMES`: no two taken buffers share a byte.
///
/// For any threads. Closing while another thread reads or writes throws there or here, as closing a
/// shared arena does.
public final class PlanMemory implements AutoCloseable {
  /// What released bytes are filled with, under [Checks#LIFETIMES].
  public static final byte RELEASED = (byte) 0xdd;

  /// What is watched.
  public enum Checks {
    /// Nothing but the bounds of each buffer.
    NONE,
    /// The lifetimes, at some tens of microseconds for each buffer taken. For tests.
    LIFETIMES
  }

  private final Plan plan;
  private final Checks checks;
  private final Region region;
  private final Arena scope = Arena.ofShared();
  private final MemorySegment[] segments;
  private final @Nullable Arena[] taken;
  private final TreeMap<Long, Integer> byOffset = new TreeMap<>();
  private boolean closed;

  private PlanMemory(Plan plan, Checks checks, Region region) {
    this.plan = plan;
    this.checks = checks;
    this.region = region;
    int count = plan.solution().problem().buffers().size();
    taken = new @Nullable Arena[count];
    segments = new MemorySegment[count];
    for (int b = 0; b < count; b++) {
      segments[b] = Memory.view(address(b), size(b), scope);
    }
  }

  static PlanMemory open(Plan plan, Checks checks) {
    if (Region.ALIGNMENT % plan.alignment() != 0) {
      throw new IllegalArgumentException(
          "the plan has alignment %d: a region starts at a multiple of 2 MiB, so only divisors of that can be opened; use the offsets over a block of your own"
              .formatted(plan.alignment()));
    }
    long bytes = Math.max(1, plan.bytes());
    Region region = Region.reserve(RegionConfig.ofReserve(bytes));
    if (!region.commit(0, bytes)) {
      String refusal = region.refusal();
      region.close();
      throw new IllegalStateException(
          "no memory for the %d bytes of the plan %s: %s"
              .formatted(bytes, plan.solution().problem().name(), refusal));
    }
    return new PlanMemory(plan, checks, region);
  }

  /// The address of a buffer: constant for as long as this memory is open.
  ///
  /// @param buffer its number
  /// @return an address, unchecked
  public long address(int buffer) {
    return region.base() + plan.offset(buffer);
  }

  /// Begins the use of a buffer.
  ///
  /// @param id what it is called
  /// @return its bytes, as the last user of them left them
  public MemorySegment take(String id) {
    return take(plan.number(id));
  }

  /// Begins the use of a buffer.
  ///
  /// @param buffer its number
  /// @return its bytes, as the last user of them left them
  /// @throws IllegalStateException under [Checks#LIFETIMES], if it is taken, or shares bytes with
  ///   one that is
  public MemorySegment take(int buffer) {
    return checks == Checks.NONE ? segments[buffer] : takeChecked(buffer);
  }

  /// Ends the use of a buffer.
  ///
  /// @param id what it is called
  public void release(String id) {
    release(plan.number(id));
  }

  /// Ends the use of a buffer.
  ///
  /// @param buffer its number
  /// @throws IllegalStateException under [Checks#LIFETIMES], if it is not taken
  public void release(int buffer) {
    if (checks == Checks.LIFETIMES) {
      releaseChecked(buffer);
    }
  }

  // The arena is closed by the release of the buffer, or by close.
  @SuppressWarnings("MustBeClosedChecker")
  private synchronized MemorySegment takeChecked(int buffer) {
    if (closed) {
      throw refused(buffer, "taken after its memory was closed", "take it before");
    }
    if (taken[buffer] != null) {
      throw refused(buffer, "taken twice", "release it first");
    }
    long offset = plan.offset(buffer);
    Map.Entry<Long, Integer> below = byOffset.floorEntry(offset);
    if (below != null && below.getKey() + size(below.getValue()) > offset) {
      throw shared(buffer, below.getValue());
    }
    Map.Entry<Long, Integer> above = byOffset.ceilingEntry(offset);
    if (above != null && offset + size(buffer) > above.getKey()) {
      throw shared(buffer, above.getValue());
    }
    Arena arena = Arena.ofShared();
    taken[buffer] = arena;
    byOffset.put(offset, buffer);
    return Memory.view(address(buffer), size(buffer), arena);
  }

  private synchronized void releaseChecked(int buffer) {
    Arena arena = taken[buffer];
    if (arena == null) {
      throw refused(buffer, "released but not taken", "release each buffer once after taking it");
    }
    arena.close();
    taken[buffer] = null;
    byOffset.remove(plan.offset(buffer));
    segments[buffer].fill(RELEASED);
  }

  private IllegalStateException shared(int buffer, int other) {
    return refused(
        buffer,
        "taken while buffer " + name(other) + " is, and the plan gives both the same bytes",
        "release that first, or widen a lifetime in the plan so that the two overlap");
  }

  private IllegalStateException refused(int buffer, String what, String step) {
    Buffer planned = plan.solution().problem().buffers().get(buffer);
    return new IllegalStateException(
        "buffer %s of plan %s (%d bytes at offset %d, live from %d to %d) was %s; %s"
            .formatted(
                planned.id(),
                plan.solution().problem().name(),
                planned.size(),
                plan.offset(buffer),
                planned.lower(),
                planned.upper(),
                what,
                step));
  }

  private String name(int buffer) {
    return plan.solution().problem().buffers().get(buffer).id();
  }

  private long size(int buffer) {
    return plan.solution().problem().buffers().get(buffer).size();
  }

  /// Ends all segments and gives the memory back. Closing twice has no effect.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    scope.close();
    for (int b = 0; b < taken.length; b++) {
      Arena arena = taken[b];
      if (arena != null) {
        arena.close();
        taken[b] = null;
      }
    }
    closed = true;
    region.close();
  }
}
