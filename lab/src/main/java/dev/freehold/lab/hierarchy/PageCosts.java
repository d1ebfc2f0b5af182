package dev.freehold.lab.hierarchy;

import dev.freehold.os.Advice;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.region.RegionConfig.Pages;
import java.util.Arrays;

/// What the kernel's part of memory costs, in nanoseconds.
///
/// @param faultNanos the first touch of a committed OS page: a minor fault and a page of zeros
/// @param hugeFaultNanos the first touch of 2 MiB where huge pages are asked for; in pieces where
///   the kernel gives none
/// @param commitNanos a commit of 2 MiB, without touching it
/// @param decommitPageNanos giving one touched OS page back, as part of 2 MiB
/// @param adviseNanos a call of `madvise` on 2 MiB that has nothing to change
public record PageCosts(
    double faultNanos,
    double hugeFaultNanos,
    double commitNanos,
    double decommitPageNanos,
    double adviseNanos) {
  private static final long STEP = Region.ALIGNMENT;
  private static final long STEPS = 16;
  private static final int ADVICES = 256;
  private static final int ROUNDS = 10;

  static PageCosts measure(Os os) {
    double[] normal = best(os, Pages.NORMAL);
    double[] huge = best(os, Pages.HUGE);
    long pages = STEPS * STEP / os.pageBytes();
    return new PageCosts(
        normal[1] / pages,
        huge[1] / STEPS,
        normal[0] / STEPS,
        normal[2] / pages,
        normal[3] / ADVICES);
  }

  /// The least times to commit, touch, decommit and advise.
  private static double[] best(Os os, Pages pages) {
    double[] best = new double[4];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    RegionConfig config = RegionConfig.ofReserve(STEPS * STEP).withStep(STEP).withPages(pages);
    try (Region region = Region.reserve(config, os)) {
      for (int round = 0; round < ROUNDS; round++) {
        long[] times = round(region, os, pages);
        for (int i = 0; i < best.length; i++) {
          best[i] = Math.min(best[i], (double) times[i]);
        }
      }
    }
    return best;
  }

  private static long[] round(Region region, Os os, Pages pages) {
    long start = System.nanoTime();
    for (long step = 0; step < STEPS; step++) {
      if (!region.commit(step * STEP, STEP)) {
        throw new SurveyException(
            "%d bytes were refused: %s".formatted(STEPS * STEP, region.refusal()));
      }
    }
    long committed = System.nanoTime();
    for (long at = 0; at < STEPS * STEP; at += os.pageBytes()) {
      Memory.setByte(region.base() + at, (byte) 1);
    }
    long touched = System.nanoTime();
    for (int i = 0; i < ADVICES; i++) {
      os.advise(region.base(), STEP, pages == Pages.HUGE ? Advice.HUGE_PAGES : Advice.NORMAL_PAGES);
    }
    long advised = System.nanoTime();
    region.decommit(0, STEPS * STEP);
    long given = System.nanoTime();
    return new long[] {committed - start, touched - committed, given - advised, advised - touched};
  }
}
