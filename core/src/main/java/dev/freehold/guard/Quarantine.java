package dev.freehold.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Freed blocks that wait before their addresses are used again, so that a late use of one meets
/// poison and not another block.
///
/// ```text
/// freed --> random place, of PLACES --> what lay there --> first in, first out --> leaves
/// ```
///
/// The random places make the moment at which a block leaves unpredictable; the queue makes it wait
/// for at least about as long as the limit of bytes lasts, or that of [#MOST_BLOCKS]. A block
/// larger than a quarter of the limit leaves at once.
///
/// Invariants, once [#leaving] has said that nothing leaves:
///
/// ```text
/// bytes = sum of the bytes of what waits <= limitBytes
/// number of what waits <= MOST_BLOCKS + PLACES
/// ```
///
/// Confined to one thread at a time. As in GrapheneOS's hardened_malloc.
///
/// @param <B> what stands for a block
public final class Quarantine<B> {
  private static final int PLACES = 256;

  /// The most blocks that wait, however small: each keeps the stacks of its record alive.
  private static final int MOST_BLOCKS = 1 << 10; // 1 Ki

  private final long limitBytes;
  private final ToLongFunction<B> size;
  private final SplittableRandom random;
  private final List<@Nullable B> places = new ArrayList<>(PLACES);
  private final ArrayDeque<B> queue = new ArrayDeque<>();
  private long bytes;

  /// Opens an empty quarantine.
  ///
  /// @param limitBytes the most bytes that may wait, 0 for none
  /// @param size the bytes of a block
  /// @param seed of its random choices
  public Quarantine(long limitBytes, ToLongFunction<B> size, long seed) {
    this.limitBytes = limitBytes;
    this.size = size;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < PLACES; i++) {
      places.add(null);
    }
  }

  /// Lets a block wait.
  ///
  /// @param block freed just now
  /// @return what was let go is to be taken with [#leaving]
  public Quarantine<B> add(B block) {
    bytes += size.applyAsLong(block);
    if (size.applyAsLong(block) > limitBytes / 4) {
      queue.addFirst(block);
      return this;
    }
    B before = places.set(random.nextInt(PLACES), block);
    if (before != null) {
      queue.addLast(before);
    }
    return this;
  }

  /// The next block that has waited long enough.
  ///
  /// @return it leaves, and its addresses may be used again; `null` where none has
  public @Nullable B leaving() {
    if (bytes <= limitBytes && queue.size() <= MOST_BLOCKS) {
      return null;
    }
    return poll();
  }

  /// The next block, however long it has waited.
  ///
  /// @return it leaves; `null` where none waits
  public @Nullable B poll() {
    B next = queue.pollFirst();
    for (int i = 0; next == null && i < PLACES; i++) {
      next = places.set(i, null);
    }
    if (next != null) {
      bytes -= size.applyAsLong(next);
    }
    return next;
  }

  /// What waits.
  ///
  /// @return bytes
  public long bytes() {
    return bytes;
  }
}
