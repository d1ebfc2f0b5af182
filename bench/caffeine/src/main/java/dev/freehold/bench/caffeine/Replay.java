package dev.freehold.bench.caffeine;

import com.github.benmanes.caffeine.cache.simulator.BasicSettings;
import com.github.benmanes.caffeine.cache.simulator.policy.AccessEvent;
import com.github.benmanes.caffeine.cache.simulator.policy.Policy;
import com.github.benmanes.caffeine.cache.simulator.policy.Registry;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.freehold.paging.policy.ReplacementPolicy;
import dev.freehold.paging.policy.Requests;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One trace replayed on one policy, from an empty cache to the number of misses.
@FunctionalInterface
interface Replay {
  /// What a replay leaves.
  ///
  /// @param misses of all requests
  /// @param policy with its pages, to be weighed
  record End(long misses, Object policy) {}

  /// Opens a policy, sends it all requests, and asks for the misses.
  End run();

  /// Ours, which takes pages by number. What OPT must know of the future is found anew each time.
  static Replay ours(Pair pair, Requests trace, int frames) {
    return () -> {
      Requests requests = Requests.of(trace.pages(), trace.names());
      ReplacementPolicy policy = pair.ours().open(requests, frames);
      return new End(requests.misses(policy), policy);
    };
  }

  /// The simulator's, which takes pages by name: what its own thread for a policy does for each
  /// request, without its parser, its queue and its report. All settings but the size are its own.
  static Replay theirs(Pair pair, long[] names, int frames) {
    Config config =
        ConfigFactory.parseMap(
                Map.of(
                    "policies", List.of(pair.theirs()),
                    "admission", List.of("Always"),
                    "maximum-size", frames))
            .withFallback(ConfigFactory.load().getConfig("caffeine.simulator"));
    return () -> {
      Policy policy =
          new Registry(new BasicSettings(config), Set.of()).policies().iterator().next();
      for (long name : names) {
        policy.record(AccessEvent.forKey(name));
      }
      policy.finished();
      return new End(policy.stats().missCount(), policy);
    };
  }
}
