package dev.freehold.inspect;

import java.util.Map;

/// Divides the resident memory of malloc, which has no addresses by part, by what the accounts say.
///
/// ```text
/// resident = arenas + large blocks
///
/// with the JVM's account:     each category's share of both; what is over: untracked, slack
/// with that of malloc alone:  large, used, slack
/// with neither:               malloc
/// ```
///
/// Direct memory is counted against the large blocks first, which it mostly is, and there against
/// what is resident, because the JDK fills it with zeros. Other blocks are resident as far as the
/// rest is: a buffer that was never touched counts for nothing.
final class MallocParts {
  private static final String DIRECT = "Other"; // as the JVM calls it

  private final Evidence evidence;
  private final Tally tally;

  MallocParts(Evidence evidence, Tally tally) {
    this.evidence = evidence;
    this.tally = tally;
  }

  /// @param arenasRss resident of the arenas
  /// @param large the large blocks
  void divide(long arenasRss, MallocBlocks large) {
    if (evidence.account().isPresent()) {
      divideByCategory(evidence.account().get(), arenasRss, large);
    } else if (evidence.malloc().isPresent()) {
      long used = Math.min(arenasRss, evidence.malloc().get().usedBytes());
      tally.add(Part.of(Kind.MALLOC_LARGE), large.rssBytes());
      tally.add(Part.of(Kind.MALLOC_USED), used);
      tally.add(Part.of(Kind.MALLOC_SLACK), arenasRss - used);
    } else {
      tally.add(Part.of(Kind.MALLOC), arenasRss + large.rssBytes());
    }
  }

  private void divideByCategory(NativeMemory account, long arenasRss, MallocBlocks large) {
    long direct = account.mallocBytes().getOrDefault(DIRECT, 0L);
    long others = account.mallocBytes().values().stream().mapToLong(Long::longValue).sum() - direct;
    long directLarge = Math.min(direct, large.bytes());
    long othersLarge = Math.min(others, large.bytes() - directLarge);
    long directRss = large.rssBytesOfFilled(directLarge);
    double largeShare =
        (double) (large.rssBytes() - directRss) / Math.max(1, large.bytes() - directLarge);

    long tracked = direct + others - directLarge - othersLarge;
    long used = evidence.malloc().map(MallocInfo::usedBytes).orElse(tracked);
    long untracked = Math.max(0, used - tracked);
    double smallShare = Math.min(1, (double) arenasRss / Math.max(1, tracked + untracked));

    Purse purse = new Purse(arenasRss + large.rssBytes());
    for (Map.Entry<String, Long> each : account.mallocBytes().entrySet()) {
      double resident;
      if (each.getKey().equals(DIRECT)) {
        resident = directRss + (direct - directLarge) * smallShare;
      } else {
        double inLarge = (double) othersLarge * each.getValue() / Math.max(1, others);
        resident = inLarge * largeShare + (each.getValue() - inLarge) * smallShare;
      }
      tally.add(NativeMemory.part(each.getKey()), purse.take(resident));
    }
    double untrackedLarge = large.bytes() - directLarge - othersLarge;
    tally.add(
        Part.of(Kind.MALLOC_UNTRACKED),
        purse.take(untracked * smallShare + untrackedLarge * largeShare));
    tally.add(Part.of(Kind.MALLOC_SLACK), purse.left);
  }

  /// What is still to be divided; rounding never takes more than there is.
  private static final class Purse {
    private long left;

    Purse(long bytes) {
      this.left = bytes;
    }

    long take(double wanted) {
      long taken = Math.clamp(Math.round(wanted), 0, left);
      left -= taken;
      return taken;
    }
  }
}
