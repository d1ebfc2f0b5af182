package dev.freehold.paging.policy;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The catalogue of replacement policies: their names, what they need, and how to open one.
///
/// ```java
/// Policies arc = Policies.named("arc");
/// long misses = requests.misses(arc.open(requests, 1000));
/// ```
public enum Policies {
  FIFO("fifo", Space.FIXED, 1, (r, n) -> new Fifo(r.distinct(), n)),
  LRU("lru", Space.FIXED, 1, (r, n) -> new Lru(r.distinct(), n)),
  CLOCK("clock", Space.FIXED, 1, (r, n) -> new Clock(r.distinct(), n)),
  LFU("lfu", Space.FIXED, 1, (r, n) -> new Lfu(r.distinct(), n)),
  TWO_Q("2q", Space.FIXED, 1, (r, n) -> new TwoQ(r.distinct(), n)),
  ARC("arc", Space.FIXED, 1, (r, n) -> new Arc(r.distinct(), n)),
  LIRS("lirs", Space.FIXED, 3, (r, n) -> new Lirs(r.distinct(), n)),
  SIEVE("sieve", Space.FIXED, 1, (r, n) -> new Sieve(r.distinct(), n)),
  S3_FIFO("s3-fifo", Space.FIXED, 20, (r, n) -> new S3Fifo(r.distinct(), n)),
  W_TINY_LFU("w-tinylfu", Space.FIXED, 1, (r, n) -> new WindowTinyLfu(r.names(), n)),
  CLOCK_PRO("clock-pro", Space.FIXED, 4, (r, n) -> new ClockPro(r.distinct(), n)),
  OPT("opt", Space.FIXED, 1, (r, n) -> new Opt(r, n, Opt.Incoming.ENTERS)),
  OPT_BYPASS("opt-bypass", Space.FIXED, 1, (r, n) -> new Opt(r, n, Opt.Incoming.BYPASSES)),
  WORKING_SET("ws", Space.VARIABLE, 1, (r, n) -> new WorkingSet(r.distinct(), n)),
  VMIN("vmin", Space.VARIABLE, 1, Vmin::new),
  PAGE_FAULT_FREQUENCY("pff", Space.VARIABLE, 1, (r, n) -> new PageFaultFrequency(r.distinct(), n)),
  /// With a window of as many requests as frames.
  WS_CLOCK("wsclock", Space.FIXED, 1, (r, n) -> new WsClock(r.distinct(), n, n));

  /// What the size of a policy counts.
  public enum Space {
    /// The size is a number of frames: the most pages that may be resident.
    FIXED,
    /// The size is a time in requests: the window of the policy, which decides at each request how
    /// many pages are resident.
    VARIABLE
  }

  @FunctionalInterface
  private interface Maker {
    ReplacementPolicy make(Requests requests, int size);
  }

  private final String policy;
  private final Space space;
  private final int minimum;
  private final Maker maker;

  Policies(String policy, Space space, int minimum, Maker maker) {
    this.policy = policy;
    this.space = space;
    this.minimum = minimum;
    this.maker = maker;
  }

  /// The name in reports and on the command line: lower case, as in `s3-fifo`.
  public String policy() {
    return policy;
  }

  /// What the size counts.
  public Space space() {
    return space;
  }

  /// The least size that the policy can work with.
  public int minimum() {
    return minimum;
  }

  /// Creates a policy with nothing resident, for the pages of the requests.
  ///
  /// @param requests what will be asked of it; [Opt] and [Vmin] must then be asked exactly this
  /// @param size frames in a fixed space, requests in a variable one
  /// @throws IllegalArgumentException if the size is below the minimum
  public ReplacementPolicy open(Requests requests, int size) {
    return maker.make(requests, size);
  }

  /// Finds a policy by its name.
  ///
  /// @throws IllegalArgumentException naming all policies, if there is none of that name
  public static Policies named(String name) {
    Optional<Policies> found = Stream.of(values()).filter(p -> p.policy.equals(name)).findFirst();
    return found.orElseThrow(() ->
        new IllegalArgumentException(
            "no policy is called '%s'; choose from %s"
                .formatted(
                    name,
                    Stream.of(values()).map(p -> p.policy).collect(Collectors.joining(", ")))));
  }
}
