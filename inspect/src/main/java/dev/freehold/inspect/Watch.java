package dev.freehold.inspect;

import dev.freehold.os.Cgroup;
import dev.freehold.os.MemoryStalls;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Looks at a process again and again, at little cost to it.
///
/// ```text
/// each time              RSS, stalls, limit          a few files of the kernel
/// mostly each time       the mappings, by part       at most a twentieth of the time is spent on it
/// every three seconds    what the JVM itself says    asked beside, never waited for
/// ```
///
/// Confined to one thread.
public final class Watch {
  private static final long ASK_AGAIN_NANOS = 3_000_000_000L; // 3 s
  private static final int SPARED = 20;

  private final Target target;
  private final Supplier<Evidence> asking;
  private final LongSupplier nanoTime;
  private Evidence evidence;
  private CompletableFuture<Evidence> next;
  private long askedAt;
  private Explanation explanation;
  private long readAt;
  private long readNanos;

  /// Begins with an explanation in full.
  ///
  /// @param target the process
  /// @throws TargetException if there is no such process, or it must not be looked at
  public Watch(Target target) throws TargetException {
    this(target, asking(target, target.mappings()), System::nanoTime);
  }

  Watch(Target target, Supplier<Evidence> asking, LongSupplier nanoTime) throws TargetException {
    this.target = target;
    this.asking = asking;
    this.nanoTime = nanoTime;
    this.evidence = asking.get();
    this.next = CompletableFuture.completedFuture(evidence);
    this.askedAt = nanoTime.getAsLong();
    this.explanation = read();
  }

  private static Supplier<Evidence> asking(Target target, List<Mapping> mappings) {
    return () -> Evidence.of(target, mappings);
  }

  /// Looks now.
  ///
  /// @return what there is to see
  /// @throws TargetException if the process has ended
  public Moment moment() throws TargetException {
    long now = nanoTime.getAsLong();
    if (next.isDone() && !next.isCompletedExceptionally()) {
      evidence = next.join();
    }
    if (next.isDone() && now - askedAt >= ASK_AGAIN_NANOS) {
      askedAt = now;
      next = CompletableFuture.supplyAsync(asking, Thread::startVirtualThread);
    }
    long rss;
    if (now - readAt >= SPARED * readNanos) {
      explanation = read();
      rss = explanation.rssBytes();
    } else {
      rss = target.rssBytes();
    }
    return new Moment(
        rss,
        explanation,
        MemoryStalls.of(target.files(), target.pid()),
        Cgroup.of(target.files(), target.pid()));
  }

  private Explanation read() throws TargetException {
    long start = nanoTime.getAsLong();
    Explanation read =
        Reckoning.explain(target.pid(), target.mappings(), evidence, Residency.of(target));
    readAt = nanoTime.getAsLong();
    readNanos = readAt - start;
    return read;
  }
}
