package dev.freehold;

import dev.freehold.track.Amount;
import java.util.List;

/// Leaks of one kind, by site.
///
/// @param all of all sites together
/// @param sites those with the most bytes, at most [#SITES], the most first
/// @param otherSites how many sites there are besides
/// @param others what these have
public record Leaks(Amount all, List<LeakSite> sites, int otherSites, Amount others) {
  /// How many sites are told apart.
  public static final int SITES = 20;

  /// None.
  public static final Leaks NONE = new Leaks(Amount.NONE, List.of(), 0, Amount.NONE);

  /// Keeps its own copy of the list.
  public Leaks {
    sites = List.copyOf(sites);
  }

  /// Sums up sites that are sorted, the most bytes first.
  static Leaks of(List<LeakSite> sorted) {
    int told = Math.min(SITES, sorted.size());
    return new Leaks(
        sum(sorted),
        sorted.subList(0, told),
        sorted.size() - told,
        sum(sorted.subList(told, sorted.size())));
  }

  private static Amount sum(List<LeakSite> sites) {
    return sites.stream().map(LeakSite::amount).reduce(Amount.NONE, Amount::plus);
  }
}
