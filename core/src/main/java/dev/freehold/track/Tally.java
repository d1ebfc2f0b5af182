package dev.freehold.track;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the sampled blocks of one stack stand for, and how it has changed over the last epochs.
///
/// ```text
/// in use = taken - freed, exactly nothing where no sampled block lives
///
/// epoch              c-6    c-5    ...   c       c+1 (now)
/// in use at its end   *------*---- ... --*
/// young[e]                   variance of what was taken in e and lives
/// gone[e]                    variance of what was freed in e and is older than e
///
/// variance of the growth from the end of c-6 to that of c  <=  sum of young and gone, c-5 to c
/// ```
///
/// What is taken before the window and lives on is in both ends, and adds no variance to the
/// difference: so a slow leak is told from the noise of the sample after a few sampled blocks,
/// however much the site has in use.
///
/// Safe for use by many threads: all fields are guarded by this.
public final class Tally {
  /// Over how many epochs a growth is looked for.
  public static final int WINDOW = 6;

  /// By how many standard deviations a growth must exceed the noise of the sample.
  private static final double SIGNIFICANT = 3;

  private static final int RING = WINDOW + 2;

  private double takenBlocks;
  private double takenBytes;
  private double takenVariance;
  private double temporaryBlocks;
  private double temporaryBytes;
  private double temporaryVariance;
  private double liveBlocks;
  private double liveBytes;
  private double liveVariance;
  private long samples;
  private long liveSamples;
  private final double[] ends = new double[RING];
  private final double[] blockEnds = new double[RING];
  private final double[] young = new double[RING];
  private final double[] gone = new double[RING];
  private int epochs;

  Tally() {}

  /// What a tally says at one moment.
  ///
  /// @param samples how many blocks were sampled
  /// @param taken what they stand for, from the opening of the heap on
  /// @param inUse the part that is not freed
  /// @param temporary the part that was freed at once by who took it: [Sample#TEMPORARY]
  public record Sums(long samples, Amount taken, Amount inUse, Amount temporary) {
    /// The sums of two tallies.
    ///
    /// @param other another
    /// @return all added
    public Sums plus(Sums other) {
      return new Sums(
          samples + other.samples,
          taken.plus(other.taken),
          inUse.plus(other.inUse),
          temporary.plus(other.temporary));
    }
  }

  /// The sums of this moment.
  ///
  /// @return a copy
  public synchronized Sums sums() {
    return new Sums(
        samples,
        new Amount(takenBlocks, takenBytes, takenVariance),
        new Amount(liveBlocks, liveBytes, liveVariance),
        new Amount(temporaryBlocks, temporaryBytes, temporaryVariance));
  }

  synchronized void take(Sample sample, int epoch) {
    Amount amount = sample.amount();
    samples++;
    liveSamples++;
    takenBlocks += amount.blocks();
    takenBytes += amount.bytes();
    takenVariance += amount.variance();
    liveBlocks += amount.blocks();
    liveBytes += amount.bytes();
    liveVariance += amount.variance();
    young[epoch % RING] += amount.variance();
  }

  synchronized void free(Sample sample, boolean isTemporary, int now) {
    Amount amount = sample.amount();
    liveSamples--;
    liveBlocks -= amount.blocks();
    liveBytes -= amount.bytes();
    liveVariance -= amount.variance();
    if (liveSamples == 0) { // not the rests of sums of fractions
      liveBlocks = 0;
      liveBytes = 0;
      liveVariance = 0;
    }
    if (isTemporary) {
      temporaryBlocks += amount.blocks();
      temporaryBytes += amount.bytes();
      temporaryVariance += amount.variance();
    }
    leave(sample.epoch(), now, amount.variance());
  }

  synchronized void resize(Sample sample, Amount before, int now) {
    Amount amount = sample.amount();
    liveBytes += amount.bytes() - before.bytes();
    liveVariance += amount.variance() - before.variance();
    leave(sample.epoch(), now, before.variance() - amount.variance());
  }

  private void leave(int taken, int now, double variance) {
    if (now - taken < RING) {
      int slot = taken % RING;
      young[slot] = Math.max(0, young[slot] - variance);
    }
    if (taken < now) {
      gone[now % RING] += Math.abs(variance);
    }
  }

  synchronized void endEpoch(int ended) {
    ends[ended % RING] = liveBytes;
    blockEnds[ended % RING] = liveBlocks;
    epochs = ended + 1;
    int next = (ended + 1) % RING;
    young[next] = 0;
    gone[next] = 0;
  }

  /// By how much the stack has grown over the last epochs: what it had in use at the end of an
  /// epoch has never fallen over [#WINDOW] of them, and has risen by more than three standard
  /// deviations of the sample.
  ///
  /// @return the growth from the end of the first epoch to that of the last, or `null` where the
  ///   rule does not hold, or too few epochs have ended
  public synchronized @Nullable Amount growth() {
    int last = epochs - 1;
    int first = last - WINDOW;
    if (first < 0) {
      return null;
    }
    double variance = 0;
    for (int epoch = first + 1; epoch <= last; epoch++) {
      variance += young[epoch % RING] + gone[epoch % RING];
      if (ends[epoch % RING] < ends[(epoch - 1) % RING]) {
        return null;
      }
    }
    double growth = ends[last % RING] - ends[first % RING];
    if (growth <= 0 || growth <= SIGNIFICANT * Math.sqrt(variance)) {
      return null;
    }
    return new Amount(blockEnds[last % RING] - blockEnds[first % RING], growth, variance);
  }

  @Override
  public synchronized String toString() {
    return "%s, in use at the ends of epochs %s".formatted(sums(), Arrays.toString(ends));
  }
}
