package dev.freehold;

import dev.freehold.alloc.Allocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.ReentrantLock;

/// The generation of every address that was ever handed out: one of the stripes of [Handles].
///
/// Open addressing by linear probing over pairs of words, at most half full. An address keeps its
/// pair for ever, so that the tags of its earlier handles stay refused.
///
/// ```text
/// words   | address 0 | state 0 | address 1 | state 1 | ...        address 0: the pair is empty
///
/// state =  t   the block of the handle with tag t is live           1 <= t <= 65535
/// state = -t   it is free; the next handle of the address has tag t
///
/// 2 * number of addresses <= number of pairs
/// ```
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `words` (the reference) | volatile | volatile | `lock` |
/// | an address in it | acquire | release, once, before its state | `lock` |
/// | a state in it | acquire | release | `lock` |
/// | `addresses` | plain | plain | `lock` |
///
/// A reader that began before the table grew may see the states of that moment: those of calls that
/// run at the same time, and of none that had returned.
final class HandleTable {
  private static final int FIRST_PAIRS = 16;
  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  private final ReentrantLock lock = new ReentrantLock();
  private volatile long[] words = new long[2 * FIRST_PAIRS];
  private int addresses;

  /// The state of an address, or 0 where it was never handed out.
  long state(long address) {
    long[] now = words;
    int at = find(now, address);
    return (long) WORD.getAcquire(now, at) == address ? (long) WORD.getAcquire(now, at + 1) : 0;
  }

  /// A block was taken.
  ///
  /// @return its tag
  long begin(long address) {
    lock.lock();
    try {
      long[] now = words;
      int at = find(now, address);
      if (now[at] == address) {
        long state = now[at + 1];
        long tag =
            state < 0
                ? -state
                : next(state); // live: it was freed by another way than these handles
        WORD.setRelease(now, at + 1, tag);
        return tag;
      }
      if (4 * (addresses + 1) > now.length) {
        now = grown(now);
        words = now;
        at = find(now, address);
      }
      addresses++;
      WORD.setRelease(now, at, address);
      WORD.setRelease(now, at + 1, 1L);
      return 1;
    } finally {
      lock.unlock();
    }
  }

  /// A block is to be freed: ends its generation, for one caller alone.
  ///
  /// @return whether the tag was that of the live block
  boolean end(long address, long tag) {
    lock.lock();
    try {
      long[] now = words;
      int at = find(now, address);
      if (now[at] != address || now[at + 1] != tag) {
        return false;
      }
      WORD.setRelease(now, at + 1, -next(tag));
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static long next(long tag) {
    return tag == Handles.TAGS ? 1 : tag + 1;
  }

  /// Where the pair of an address is, or the empty one where it would be.
  private static int find(long[] words, long address) {
    int mask = words.length - 1;
    int at = (int) (spread(address) >>> 17) << 1 & mask;
    long found = (long) WORD.getAcquire(words, at);
    while (found != address && found != Allocator.NULL) {
      at = at + 2 & mask;
      found = (long) WORD.getAcquire(words, at);
    }
    return at;
  }

  private static long[] grown(long[] from) {
    long[] to = new long[Math.multiplyExact(from.length, 2)];
    for (int i = 0; i < from.length; i += 2) {
      if (from[i] != Allocator.NULL) {
        int at = find(to, from[i]);
        to[at] = from[i];
        to[at + 1] = from[i + 1];
      }
    }
    return to;
  }

  /// Mixes the bits of an address: multiplication by 2^64 divided by the golden ratio, as in Knuth,
  /// The Art of Computer Programming, volume 3, 6.4.
  static long spread(long address) {
    return address * 0x9E37_79B9_7F4A_7C15L;
  }
}
