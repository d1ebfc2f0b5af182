package dev.freehold.inspect;

import dev.freehold.inspect.Claims.Cut;
import dev.freehold.inspect.Explanation.Unseen;
import dev.freehold.inspect.MallocBlocks.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Gives every resident byte of a process to one part, or to none.
final class Reckoning {
  private static final Part ARENAS = Part.of(Kind.MALLOC);
  private static final Unseen BY_SIZE =
      new Unseen(
          "how a mapping that holds two parts divides: it was divided by size",
          "run as root, who may read /proc/PID/pagemap");

  private final Evidence evidence;
  private final Residency residency;
  private final Tally tally = new Tally();
  private final List<Candidate> unclaimed = new ArrayList<>();
  private final List<Unseen> unseen;

  private Reckoning(Evidence evidence, Residency residency) {
    this.evidence = evidence;
    this.residency = residency;
    this.unseen = new ArrayList<>(evidence.unseen());
  }

  /// Explains a snapshot.
  ///
  /// @param pid the process
  /// @param mappings its rows, from one reading
  /// @param evidence what it said of itself
  /// @param residency asked only where a mapping holds several parts
  static Explanation explain(
      long pid, List<Mapping> mappings, Evidence evidence, Residency residency) {
    return new Reckoning(evidence, residency).explain(pid, mappings);
  }

  private Explanation explain(long pid, List<Mapping> mappings) {
    Claims claims = evidence.claims().copy();
    Shapes shapes = new Shapes(mappings, claims);
    shapes.claimOfAnyProgram();
    if (Target.java(mappings)) {
      shapes.claimOfJvm();
    }
    for (Mapping mapping : mappings) {
      List<Cut> cuts = claims.cuts(mapping.from(), mapping.to());
      long[] rss = divide(mapping.rssBytes(), cuts);
      for (int i = 0; i < rss.length; i++) {
        give(mapping, cuts.get(i), rss[i]);
      }
    }
    MallocBlocks large = MallocBlocks.of(unclaimed, statedLarge());
    tally.addUnknown(large.othersRssBytes());
    new MallocParts(evidence, tally).divide(tally.take(ARENAS), large);
    return new Explanation(
        pid, Mappings.rssBytes(mappings), tally.shares(), tally.unknown(), unseen);
  }

  private void give(Mapping mapping, Cut cut, long rss) {
    @Nullable Part part = cut.part();
    if (part != null) {
      tally.add(part, rss);
    } else if (!mapping.file().isEmpty()) {
      tally.add(new Part(Kind.FILE, mapping.file()), rss);
    } else if (mapping.anonymous() && mapping.readWrite() && !mapping.unaccounted()) {
      unclaimed.add(new Candidate(cut.bytes(), rss));
    } else {
      tally.addUnknown(rss);
    }
  }

  /// How much of the unclaimed memory may be large blocks of malloc.
  private long statedLarge() {
    long tracked =
        evidence
            .account()
            .map(it -> it.mallocBytes().values().stream().mapToLong(Long::longValue).sum())
            .orElse(0L);
    return evidence.malloc().map(MallocInfo::largeBytes).orElse(tracked);
  }

  /// Divides the resident bytes of a mapping among its cuts, by their resident pages.
  private long[] divide(long rss, List<Cut> cuts) {
    long[] bytes = new long[cuts.size()];
    if (bytes.length == 1 || rss == 0) {
      bytes[0] = rss;
      return bytes;
    }
    double[] weights = new double[bytes.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weight(cuts.get(i));
      sum += weights[i];
    }
    long left = rss;
    for (int i = 0; i < weights.length - 1; i++) {
      bytes[i] = sum == 0 ? 0 : Math.clamp((long) (rss * (weights[i] / sum)), 0, left);
      left -= bytes[i];
    }
    bytes[weights.length - 1] = left;
    return bytes;
  }

  private double weight(Cut cut) {
    OptionalLong pages = residency.pages(cut.from(), cut.to());
    if (pages.isPresent()) {
      return pages.getAsLong();
    }
    if (!unseen.contains(BY_SIZE)) {
      unseen.add(BY_SIZE);
    }
    return cut.bytes();
  }
}
