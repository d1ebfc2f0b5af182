package dev.freehold.paging.policy;

/// An estimate of how often each of very many names was seen lately, never more than 15: a
/// count-min sketch of 4-bit counters that are halved from time to time.
///
/// ```text
/// word      | c15 ... c3 c2 c1 c0 |     16 counters of 4 bits
///                      hash & 3 names a group of four: one counter in each of four words,
///                      found by four hashes; the estimate is the least of the four
/// ```
///
/// Cormode and Muthukrishnan, "An improved data stream summary: the count-min sketch and its
/// applications", J. Algorithms 55(1), 2005; with the aging of Einziger, Friedman and Manes,
/// "TinyLFU: a highly efficient cache admission policy", ACM TOS 13(4), 2017, section 3.3. Hashes
/// and sample size (10 a word) are those of Caffeine's simulator, so that its numbers can be met
/// exactly.
///
/// Invariant: `0 <= additions < 10 * words`.
final class FrequencySketch {
  private static final int SPREAD = 0x45d9f3b;
  private static final long HASH_0 = 0xc3a5c85c97cb3127L;
  private static final long HASH_1 = 0xb492b66fbe98f273L;
  private static final long HASH_2 = 0x9ae16a3b2f90404fL;
  private static final long HASH_3 = 0xcbf29ce484222325L;
  private static final long LOW_BITS = 0x1111111111111111L;
  private static final long WITHOUT_HIGH_BITS = 0x7777777777777777L;
  private static final int SAMPLE = 10; // additions a word between two halvings

  private final long[] words;
  private final int mask;
  private final int period;
  private int additions;

  /// Creates a sketch with nothing seen.
  ///
  /// @param frames from 1; the words are as many, up to the next power of two
  FrequencySketch(int frames) {
    int size = frames == 1 ? 1 : Integer.highestOneBit(frames - 1) << 1;
    words = new long[size];
    mask = size - 1;
    long sample = (long) SAMPLE * size;
    period = sample > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) sample;
  }

  /// How often a name was seen lately, from 0 to 15.
  int frequency(long name) {
    int hash = hash(name);
    int shift = (hash & 3) << 4;
    int least = count(HASH_0, hash, shift);
    least = Math.min(least, count(HASH_1, hash, shift + 4));
    least = Math.min(least, count(HASH_2, hash, shift + 8));
    return Math.min(least, count(HASH_3, hash, shift + 12));
  }

  /// Counts a name as seen once more.
  void add(long name) {
    int hash = hash(name);
    int shift = (hash & 3) << 4;
    boolean added = increment(HASH_0, hash, shift);
    added |= increment(HASH_1, hash, shift + 4);
    added |= increment(HASH_2, hash, shift + 8);
    added |= increment(HASH_3, hash, shift + 12);
    if (added && ++additions == period) {
      age();
    }
  }

  private int count(long seed, int hash, int shift) {
    return (int) (words[index(seed, hash)] >>> shift) & 15;
  }

  private boolean increment(long seed, int hash, int shift) {
    int index = index(seed, hash);
    if ((words[index] >>> shift & 15) == 15) {
      return false;
    }
    words[index] += 1L << shift;
    return true;
  }

  private int index(long seed, int hash) {
    long product = (hash + seed) * seed;
    return (int) (product + (product >>> 32)) & mask;
  }

  private static int hash(long name) {
    int x = Long.hashCode(name);
    x = (x >>> 16 ^ x) * SPREAD;
    x = (x >>> 16 ^ x) * SPREAD;
    return x >>> 16 ^ x;
  }

  /// Halves every counter, and the number of additions by as much as the counters lost.
  private void age() {
    int odd = 0;
    for (int i = 0; i < words.length; i++) {
      odd += Long.bitCount(words[i] & LOW_BITS);
      words[i] = words[i] >>> 1 & WITHOUT_HIGH_BITS;
    }
    additions = (additions - (odd >>> 2)) >>> 1;
  }

  void verify() {
    Invariant.check(additions >= 0 && additions < period, "%d of %d added", additions, period);
  }
}
