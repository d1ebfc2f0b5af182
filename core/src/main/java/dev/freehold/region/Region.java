package dev.freehold.region;

import dev.freehold.os.Access;
import dev.freehold.os.Advice;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.RegionConfig.Placement;
import java.util.OptionalLong;

/// A reserved range of addresses, committed and decommitted in steps.
///
/// ```text
/// base                                                                      base + bytes
///  | step 0 | step 1 | step 2 | step 3 | ...                                      |
///  committed committed    -    committed       reserved: no memory, no access
///                                      ^ highestCommitted
/// ```
///
/// Invariants:
///
/// ```text
/// committedBytes = stepBytes * number of committed steps <= limitBytes
/// peakCommittedBytes >= committedBytes
/// highestCommitted = end of the last committed step, 0 where none is
/// base is a multiple of ALIGNMENT
/// every sealed step is committed
/// charged to its payer = committedBytes              after close: sealedBytes
/// ```
///
/// Confined to one thread at a time, as the allocator that it serves is.
public final class Region implements AutoCloseable {
  /// The alignment of every region's first address.
  public static final long ALIGNMENT = 2 << 20; // 2 MiB, a huge page

  private final Os os;
  private final Payer payer;
  private final RegionConfig config;
  private final long base;
  private final long bytes;
  private final int stepShift;
  private final StepSet steps;
  private final StepSet sealed;
  private long peakCommittedBytes;
  private String refusal = "";
  private boolean closed;

  private Region(Os os, Payer payer, RegionConfig config, long base, long bytes) {
    this.os = os;
    this.payer = payer;
    this.config = config;
    this.base = base;
    this.bytes = bytes;
    this.stepShift = Long.numberOfTrailingZeros(config.stepBytes());
    this.steps = new StepSet();
    this.sealed = new StepSet();
  }

  /// Reserves a region of this machine's operating system.
  ///
  /// @param config how
  /// @return a region with nothing committed
  /// @throws OsException if the addresses cannot be reserved
  public static Region reserve(RegionConfig config) {
    return reserve(config, Os.current());
  }

  /// Reserves a region that nobody is charged for.
  ///
  /// @param config how
  /// @param os from whom
  /// @return a region with nothing committed
  /// @throws OsException if the addresses cannot be reserved
  public static Region reserve(RegionConfig config, Os os) {
    return reserve(config, os, Payer.NOBODY);
  }

  /// Reserves a region.
  ///
  /// @param config how
  /// @param os from whom
  /// @param payer charged for what is committed
  /// @return a region with nothing committed
  /// @throws OsException if the addresses cannot be reserved
  public static Region reserve(RegionConfig config, Os os, Payer payer) {
    long step = Math.max(config.stepBytes(), os.pageBytes());
    long bytes = (config.reserveBytes() + step - 1) & -step;
    long alignment = Math.max(ALIGNMENT, step);
    long base =
        config.placement() == Placement.RANDOM ? RandomPlacement.reserve(os, bytes, alignment) : 0;
    RegionConfig inForce =
        config.withStep(step).withPlacement(base == 0 ? Placement.SYSTEM : Placement.RANDOM);
    if (base == 0) {
      base = os.reserve(bytes, alignment);
    }
    Region region = new Region(os, payer, inForce, base, bytes);
    try {
      region.advise(0, bytes);
    } catch (OsException e) {
      os.release(base, bytes);
      throw e;
    }
    return region;
  }

  private void advise(long offset, long length) {
    switch (config.pages()) {
      case SYSTEM -> {}
      case HUGE -> os.advise(base + offset, length, Advice.HUGE_PAGES);
      case NORMAL -> os.advise(base + offset, length, Advice.NORMAL_PAGES);
    }
  }

  /// Repeats the advice, which a decommit and a guard drop with the memory that it was given for.
  private void adviseAgain(long offset, long length) {
    try {
      advise(offset, length);
    } catch (OsException e) {
      return; // other OS pages than asked for, nothing worse
    }
  }

  /// The first address.
  ///
  /// @return a multiple of [#ALIGNMENT]
  public long base() {
    return base;
  }

  /// The size of the reservation.
  ///
  /// @return bytes
  public long bytes() {
    return bytes;
  }

  /// The unit of commitment.
  ///
  /// @return bytes, a power of two
  public long stepBytes() {
    return config.stepBytes();
  }

  /// Who chose the addresses.
  ///
  /// @return [Placement#SYSTEM] also where random addresses were asked for and could not be had
  public Placement placement() {
    return config.placement();
  }

  /// Whether an address lies in the reservation.
  ///
  /// @param address any address
  /// @return whether it does
  public boolean contains(long address) {
    return address - base >= 0 && address - base < bytes;
  }

  /// Commits every step that a range touches. Costs a bit test where all are committed.
  ///
  /// @param offset of the range from the base
  /// @param length of the range, in bytes
  /// @return whether the range is committed now; `false`, with nothing changed, where the end of
  ///   the region, its limit, its payer or the operating system stands against it: [#refusal] says
  ///   which
  public boolean commit(long offset, long length) {
    if (length <= 0) {
      return true;
    }
    long first = offset >>> stepShift;
    long last = (offset + length - 1) >>> stepShift;
    if (first == last && steps.contains(first)) {
      return true;
    }
    return commitSteps(first, last);
  }

  private boolean commitSteps(long first, long last) {
    ensureOpen();
    refusal = "";
    if (first > last || last >= bytes >>> stepShift) {
      return false;
    }
    long missing = last - first + 1 - steps.count(first, last + 1);
    if (missing == 0) {
      return true;
    }
    if (missing > (config.limitBytes() - committedBytes()) >> stepShift) {
      return false;
    }
    if (!payer.charge(missing << stepShift)) {
      refusal = payer.refusal();
      return false;
    }
    boolean committed = false;
    long done = first;
    try {
      for (long from = first; from <= last; from = done) {
        from = steps.nextAbsent(from);
        if (from > last) {
          break;
        }
        done = Math.min(steps.nextPresent(from), last + 1);
        os.commit(base + (from << stepShift), (done - from) << stepShift);
      }
      steps.add(first, last + 1);
      committed = true;
    } catch (OsException e) {
      // A part that was committed before the failure is harmless: it is accounted for by no one,
      // holds no OS page, and is committed again, without effect, when asked for.
      refusal = String.valueOf(e.getMessage());
      return false;
    } finally {
      if (!committed) {
        payer.discharge(missing << stepShift);
      }
    }
    peakCommittedBytes = Math.max(peakCommittedBytes, committedBytes());
    return true;
  }

  /// Decommits every step that lies wholly in a range and is not sealed. Their contents are lost.
  ///
  /// @param offset of the range from the base
  /// @param length of the range, in bytes
  /// @return the bytes given back; 0 where the platform cannot or will not
  public long decommit(long offset, long length) {
    ensureOpen();
    long first = (offset + stepBytes() - 1) >>> stepShift;
    long end = (offset + length) >>> stepShift;
    long given = 0;
    for (long from = steps.nextPresent(first); from < end; from = steps.nextPresent(from)) {
      if (sealed.contains(from)) {
        from = sealed.nextAbsent(from);
        continue;
      }
      long to = Math.min(Math.min(steps.nextAbsent(from), sealed.nextPresent(from)), end);
      try {
        if (!os.decommit(base + (from << stepShift), (to - from) << stepShift)) {
          return given;
        }
      } catch (OsException e) {
        return given; // too many map entries: what stays committed is still ours to use
      }
      steps.remove(from, to);
      payer.discharge((to - from) << stepShift);
      given += (to - from) << stepShift;
      adviseAgain(from << stepShift, (to - from) << stepShift);
      from = to;
    }
    return given;
  }

  /// Sets the access to a range of committed, whole OS pages.
  ///
  /// @param offset of the range from the base
  /// @param length of the range, in bytes
  /// @param access what is allowed from now on
  /// @return whether the platform enforces it
  /// @throws IllegalArgumentException if a part of the range is not committed
  /// @throws OsException if a part of the range is sealed
  public boolean protect(long offset, long length, Access access) {
    ensureOpen();
    ensureCommitted(offset, length);
    return os.protect(base + offset, length, access);
  }

  /// Makes the access to a range of whole, committed steps final, and the memory everlasting: no
  /// later [#protect], [#decommit] or [#close] changes or frees it. What is sealed stays mapped for
  /// the life of the process, so a program seals few ranges, once.
  ///
  /// @param offset of the range from the base, a multiple of the step
  /// @param length of the range, in bytes, a multiple of the step
  /// @return whether the kernel enforces it; `false`, with nothing changed, where it cannot
  /// @throws IllegalArgumentException if a part of the range is not committed, or of a step only
  public boolean seal(long offset, long length) {
    ensureOpen();
    ensureCommitted(offset, length);
    if (((offset | length) & (stepBytes() - 1)) != 0) {
      throw new IllegalArgumentException(
          "%d bytes at offset %d are not whole steps of %d bytes: only whole steps are sealed"
              .formatted(length, offset, stepBytes()));
    }
    if (length <= 0 || !os.seal(base + offset, length)) {
      return false;
    }
    sealed.add(offset >>> stepShift, (offset + length) >>> stepShift);
    return true;
  }

  /// What is sealed, and so stays mapped after [#close].
  ///
  /// @return exact bytes
  public long sealedBytes() {
    return sealed.size() << stepShift;
  }

  /// Turns committed, whole OS pages into guard pages: a touch by Java code throws an
  /// [InternalError] (see [Os#guard] for its limits). They count as committed, and end with
  /// [#unguard] or the decommitment of their step.
  ///
  /// @param offset of the range from the base
  /// @param length of the range, in bytes
  /// @return whether they guard now; `false`, with nothing changed, where the platform cannot
  /// @throws IllegalArgumentException if a part of the range is not committed
  /// @throws OsException if the kernel has no entry left for them: see [Os#mapLimit]
  public boolean guard(long offset, long length) {
    ensureOpen();
    ensureCommitted(offset, length);
    return os.guard(base + offset, length);
  }

  /// Puts zeroed memory in the place of guard pages.
  ///
  /// @param offset of the range from the base
  /// @param length of the range, in bytes
  /// @throws IllegalArgumentException if a part of the range is not committed
  /// @throws OsException if the kernel refuses; they guard as before
  public void unguard(long offset, long length) {
    ensureOpen();
    ensureCommitted(offset, length);
    os.unguard(base + offset, length);
    adviseAgain(offset, length);
  }

  /// Whether a range may be read and written.
  ///
  /// @param offset of the range from the base
  /// @param length of the range, in bytes
  /// @return whether every step that it touches is committed
  public boolean isCommitted(long offset, long length) {
    if (length <= 0) {
      return true;
    }
    long first = offset >>> stepShift;
    long last = (offset + length - 1) >>> stepShift;
    return first <= last && steps.contains(first) && steps.nextAbsent(first) > last;
  }

  /// What the operating system has promised memory for.
  ///
  /// @return exact bytes
  public long committedBytes() {
    return steps.size() << stepShift;
  }

  /// What is committed of the steps that a range touches.
  ///
  /// @param offset of the range from the base
  /// @param length of the range, in bytes
  /// @return exact bytes, a multiple of the step
  public long committedBytes(long offset, long length) {
    return steps.count(offset >>> stepShift, (offset + length + stepBytes() - 1) >>> stepShift)
        << stepShift;
  }

  /// The largest [#committedBytes] so far.
  ///
  /// @return exact bytes
  public long peakCommittedBytes() {
    return peakCommittedBytes;
  }

  /// The offset just after the last committed step.
  ///
  /// @return bytes from the base, 0 where nothing is committed
  public long highestCommitted() {
    return steps.end() << stepShift;
  }

  /// What is in physical memory now.
  ///
  /// @return exact bytes, or empty where the platform does not tell
  public OptionalLong residentBytes() {
    ensureOpen();
    return highestCommitted() == 0
        ? OptionalLong.of(0)
        : os.residentBytes(base, highestCommitted());
  }

  /// Why the last refused [#commit] was refused, for messages.
  ///
  /// @return one sentence
  public String refusal() {
    if (!refusal.isEmpty()) {
      return refusal;
    }
    return "%d of %d reserved bytes are committed, the limit is %s"
        .formatted(
            committedBytes(),
            bytes,
            config.limitBytes() == Long.MAX_VALUE
                ? "the reservation"
                : config.limitBytes() + " bytes");
  }

  /// Gives all addresses and memory back, but those sealed. Closing twice has no effect. What the
  /// system takes back neither as addresses nor as memory stays charged.
  ///
  /// @throws OsException if the addresses cannot be given back
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }

  /// Unmaps everything between the sealed steps, which the kernel would not let go.
  private void release() {
    long end = bytes >>> stepShift;
    OsException failure = null;
    long given = 0;
    for (long from = sealed.nextAbsent(0); from < end; ) {
      long to = Math.min(sealed.nextPresent(from), end);
      boolean isGiven = true;
      try {
        os.release(base + (from << stepShift), (to - from) << stepShift);
      } catch (OsException e) {
        failure = failure == null ? e : failure;
        isGiven = decommits(from, to);
      }
      given += isGiven ? steps.count(from, to) : 0;
      from = sealed.nextAbsent(to);
    }
    steps.clear();
    if (given > 0) {
      payer.discharge(given << stepShift);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /// Where the addresses stay: gives the memory behind them back, if that is possible.
  private boolean decommits(long from, long to) {
    try {
      return os.decommit(base + (from << stepShift), (to - from) << stepShift);
    } catch (OsException e) {
      return false;
    }
  }

  private void ensureCommitted(long offset, long length) {
    if (!isCommitted(offset, length)) {
      throw new IllegalArgumentException(
          "%d bytes at offset %d are not all committed: commit a range before protecting it"
              .formatted(length, offset));
    }
  }

  private void ensureOpen() {
    if (closed) {
      throw new IllegalStateException("the region at 0x%x is closed".formatted(base));
    }
  }

  @Override
  public String toString() {
    return "region of %d bytes at 0x%x, %d committed".formatted(bytes, base, committedBytes());
  }
}
