package dev.freehold.lab.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/// A seeded process that allocates and frees as a profile says, in its steady state.
///
/// Allocations of each size arrive at random with the profile's rate, and each block lives for an
/// exponentially distributed time, whose mean follows from Little's law (J. D. C. Little, 1961:
/// live = rate x lifetime). The number of live blocks of a size then stays around the profile's.
/// The trace begins with the allocation of all blocks that are live on average, in random order;
/// what is left of an exponential lifetime is distributed like the whole, so the steady state holds
/// from there on.
///
/// A fleet's heap is scaled down to [ProfileScale#liveBytes] by multiplying rates and live blocks
/// alike, which leaves the lifetimes as they are. Sizes above 1/64 of the live bytes are left out,
/// because a few such blocks more or less would move the size of the whole scaled heap.
///
/// Random numbers come from [Random] and [StrictMath], both specified to the last bit.
final class BirthDeathProcess {
  private static final int LARGEST_SHARE = 64;
  private static final int FILL_SHARE = 4;

  private final List<SizeProfile> sizes;
  private final ProfileScale scale;
  private final Random random;
  private final PriorityQueue<Death> deaths =
      new PriorityQueue<>(Comparator.comparingDouble(Death::time));
  private double liveBytes;
  private int blocks;

  /// The end of a block's life.
  ///
  /// @param time in seconds since the steady state began
  /// @param block which
  private record Death(double time, int block) {}

  /// A process over all sizes of a profile.
  BirthDeathProcess(List<SizeProfile> sizes, ProfileScale scale) {
    this.sizes = new ArrayList<>(sizes);
    this.scale = scale;
    this.random = new Random(scale.seed());
    this.liveBytes = scale.liveBytes();
  }

  /// Runs the process, once.
  ///
  /// @param trace gets the operations
  /// @param notes gets a sentence about the sizes left out
  /// @return the trace
  Trace run(TraceBuilder trace, Consumer<String> notes) {
    double profileBytes = bytes();
    int profileSizes = sizes.size();
    dropLargest();
    if (sizes.size() < profileSizes) {
      notes.accept(
          String.format(
              Locale.ROOT,
              "%d of %d sizes, with %.1f %% of the live bytes, are above 1/64 of the heap"
                  + " and left out",
              profileSizes - sizes.size(),
              profileSizes,
              100 * (profileBytes - bytes()) / profileBytes));
    }
    if (!sizes.isEmpty()) {
      double factor = liveBytes / bytes();
      fill(factor, trace);
      churn(factor, trace);
    }
    return trace.build(OptionalLong.empty());
  }

  /// Drops the sizes above the share, and lowers the live bytes until the blocks are few enough.
  /// Fewer bytes may drop more sizes, and so on until none is dropped.
  private void dropLargest() {
    int most = scale.operations() / FILL_SHARE;
    while (sizes.removeIf(size -> size.bytes() > liveBytes / LARGEST_SHARE)
        || blocksAt(liveBytes) > 1.001 * most) {
      liveBytes = Math.min(liveBytes, liveBytes * most / blocksAt(liveBytes));
    }
  }

  private double bytes() {
    return sizes.stream().mapToDouble(size -> size.bytes() * size.live()).sum();
  }

  /// The number of blocks that make up so many live bytes.
  private double blocksAt(double liveBytes) {
    return liveBytes / bytes() * sizes.stream().mapToDouble(SizeProfile::live).sum();
  }

  private void fill(double factor, TraceBuilder trace) {
    List<SizeProfile> live = new ArrayList<>();
    for (SizeProfile size : sizes) {
      double expected = size.live() * factor;
      int whole = (int) expected;
      int count = random.nextDouble() < expected - whole ? whole + 1 : whole;
      live.addAll(Collections.nCopies(count, size));
    }
    Collections.shuffle(live, random);
    for (SizeProfile size : live) {
      allocate(0, size, trace);
    }
  }

  private void churn(double factor, TraceBuilder trace) {
    double[] ratesUpTo = new double[sizes.size()];
    double rate = 0;
    for (int i = 0; i < ratesUpTo.length; i++) {
      rate += sizes.get(i).rate();
      ratesUpTo[i] = rate;
    }
    double birth = exponential(1 / (rate * factor));
    while (trace.operations() < scale.operations()) {
      Death death = deaths.peek();
      if (death != null && death.time() <= birth) {
        deaths.remove();
        trace.free(trace.operations() + 1, death.block());
      } else {
        int found = Arrays.binarySearch(ratesUpTo, random.nextDouble() * rate);
        allocate(birth, sizes.get(found < 0 ? ~found : found), trace);
        birth += exponential(1 / (rate * factor));
      }
    }
  }

  private void allocate(double time, SizeProfile size, TraceBuilder trace) {
    trace.allocate(trace.operations() + 1, blocks, size.bytes());
    deaths.add(new Death(time + exponential(size.lifetime()), blocks));
    blocks++;
  }

  private double exponential(double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }
}
