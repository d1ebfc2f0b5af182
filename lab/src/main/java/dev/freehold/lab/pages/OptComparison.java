package dev.freehold.lab.pages;

import dev.freehold.paging.policy.Policies;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// How the misses of policies compare with those of OPT, which no policy of demand paging can beat.
public final class OptComparison {
  private final Map<Integer, Long> opt = new HashMap<>();
  private final Map<Policies, Double> logs = new EnumMap<>(Policies.class);
  private final Map<Policies, Integer> sizes = new EnumMap<>(Policies.class);

  /// Compares results of one trace; those at a size without a result of OPT compare with nothing.
  public OptComparison(List<CellResult> results) {
    results.stream()
        .filter(result -> result.cell().policy() == Policies.OPT)
        .forEach(result -> opt.put(result.cell().size(), result.misses()));
    for (CellResult result : results) {
      ratio(result)
          .ifPresent(ratio -> {
            logs.merge(result.cell().policy(), Math.log(ratio), Double::sum);
            sizes.merge(result.cell().policy(), 1, Integer::sum);
          });
    }
  }

  /// The misses of a result for each miss of OPT with the same frames.
  ///
  /// @return empty for a policy of variable space, and where OPT was not computed
  public OptionalDouble ratio(CellResult result) {
    Long least = opt.get(result.cell().size());
    return least == null || result.isVariable()
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) result.misses() / least);
  }

  /// The geometric mean of a policy's ratios over all sizes.
  public OptionalDouble mean(Policies policy) {
    Integer count = sizes.get(policy);
    Double sum = logs.get(policy);
    return count == null || sum == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.exp(sum / count));
  }

  /// One sentence: which policy that needs no future comes nearest to OPT, compared at as many
  /// sizes as any.
  public String lead() {
    int most = sizes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Optional<Policies> best =
        sizes.entrySet().stream()
            .filter(entry -> entry.getValue() == most)
            .map(Map.Entry::getKey)
            .filter(policy -> policy != Policies.OPT && policy != Policies.OPT_BYPASS)
            .min((a, b) ->
                Double.compare(mean(a).orElse(Double.MAX_VALUE), mean(b).orElse(Double.MAX_VALUE)));
    if (best.isEmpty()) {
      return "No policy was compared with OPT.";
    }
    String lru =
        best.get() == Policies.LRU || mean(Policies.LRU).isEmpty()
            ? ""
            : ", and lru " + times(mean(Policies.LRU));
    return "%s comes nearest to OPT: it misses %s as often%s."
        .formatted(best.get().policy(), times(mean(best.get())), lru);
  }

  private static String times(OptionalDouble mean) {
    return String.format(Locale.ROOT, "%.2f times", mean.orElse(Double.NaN));
  }
}
