package dev.freehold.lab.trace;

import java.util.OptionalLong;
import java.util.Random;

/// A made-up trace of a program that changes what it does, and leaves the heap in pieces.
///
/// Phase one allocates blocks of mixed sizes, all below 4 KiB, up to the given bytes. Phase two
/// frees three quarters of them, chosen at random. Phase three allocates blocks of 4 KiB, as many
/// as were freed. No hole of a single block is large enough for them: an allocator must join holes,
/// or commit nearly twice the memory. The peak of requested bytes is the end of phase one.
///
/// @param liveBytes the bytes of phase one, exceeded by less than one block
/// @param seed of the random numbers; the same seed gives the same trace
record PhaseChange(long liveBytes, long seed) {

  /// What the bundled trace is made with: 64 MiB.
  static final PhaseChange DEFAULT = new PhaseChange(64L << 20, 1);

  private static final int LARGE = 4 << 10; // 4 KiB

  /// Makes the trace.
  ///
  /// @param name what to call it
  /// @return the same for the same seed
  Trace trace(String name) {
    Random random = new Random(seed); // specified to the last bit
    TraceBuilder trace = new TraceBuilder(name, name);
    int blocks = 0;
    long live = 0;
    for (; live < liveBytes; blocks++) {
      int bytes = mixed(random);
      trace.allocate(trace.operations() + 1, blocks, bytes);
      live += bytes;
    }
    Trace filled = trace.build(OptionalLong.of(live));
    long freed = 0;
    int[] order = shuffled(blocks, random);
    for (int i = 0; i < blocks - blocks / 4; i++) {
      trace.free(trace.operations() + 1, order[i]);
      freed += filled.bytes(order[i]);
    }
    for (; freed >= LARGE; freed -= LARGE) {
      trace.allocate(trace.operations() + 1, blocks++, LARGE);
    }
    return trace.build(OptionalLong.of(live));
  }

  /// A size from 16 to 4095 bytes, each power of two as often as the next.
  private static int mixed(Random random) {
    int floor = 16 << random.nextInt(8);
    return floor + random.nextInt(floor);
  }

  private static int[] shuffled(int count, Random random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
