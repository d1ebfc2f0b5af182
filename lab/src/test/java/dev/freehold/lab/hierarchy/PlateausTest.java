package dev.freehold.lab.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freehold.lab.hierarchy.Plateaus.Plateau;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PlateausTest {
  private static final double[] NANOS = {1.25, 4, 16, 80};
  private static final long[] SIZES = {32 << 10, 1 << 20, 16 << 20};

  /// The middle of the two working sets, measured a quarter of a doubling apart, between which the
  /// latency jumps.
  private static long middle(long size) {
    return Math.round(size * Math.pow(2, 0.125));
  }

  @Test
  void stairsAreFoundExactly() {
    List<Plateau> found = Plateaus.of(Curves.stairs(256 << 20, NANOS, SIZES));

    assertThat(found).hasSize(4);
    for (int i = 0; i < NANOS.length; i++) {
      assertThat(found.get(i).nanos()).isCloseTo(NANOS[i], within(1e-9));
    }
    assertThat(found.subList(0, 3))
        .extracting(Plateau::endBytes)
        .containsExactly(middle(SIZES[0]), middle(SIZES[1]), middle(SIZES[2]));
    assertThat(found.getLast().isLast()).isTrue();
  }

  @Test
  void aSlowDriftIsNoLevel() {
    double[] nanos = new double[40];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = 100 * Math.pow(1.05, i); // in all sevenfold
    }
    assertThat(Plateaus.of(Curves.of(nanos))).hasSize(1);
  }

  @Test
  void aSmallRiseIsNoLevel() {
    List<Plateau> found =
        Plateaus.of(Curves.of(4, 4, 4, 4, 4, 5.5, 5.5, 5.5, 5.5, 5.5, 5.5, 30, 30, 30, 30));
    assertThat(found).hasSize(2);
    assertThat(found.getFirst().endBytes())
        .isCloseTo(Math.round(4096 * Math.pow(2, 10.5 / 4)), within(1L));
  }

  @Test
  void aRiseOverSeveralPointsEndsAtTheGeometricMean() {
    List<Plateau> found = Plateaus.of(Curves.of(4, 4, 4, 4, 4, 8, 16, 32, 64, 64, 64, 64, 64));
    assertThat(found).hasSize(2);
    assertThat(found.getFirst().endBytes()).isEqualTo(Math.round(4096 * Math.pow(2, 6 / 4.0)));
    assertThat(found.getFirst().nanos()).isCloseTo(4, within(1e-9));
    assertThat(found.getLast().nanos()).isCloseTo(64, within(1e-9));
  }

  @Test
  void aShortFlatStretchBelongsToTheRiseAroundIt() {
    assertThat(Plateaus.of(Curves.of(4, 4, 4, 4, 12, 13, 40, 40, 40, 40))).hasSize(2);
    assertThat(Plateaus.of(Curves.of(4, 4, 4, 4, 12, 12, 12, 12, 12, 40, 40, 40, 40))).hasSize(3);
  }

  @Test
  void aDisturbedPointMakesNoLevel() {
    List<Plateau> found = Plateaus.of(Curves.of(4, 4, 4, 9, 4, 4, 4, 4, 4, 4, 30, 30, 30, 30, 30));
    assertThat(found).hasSize(2);
    assertThat(found.getFirst().endBytes())
        .isCloseTo(Math.round(4096 * Math.pow(2, 9.5 / 4)), within(300L));
  }

  @Test
  void noiseOfAFewPercentMovesNothing() {
    SplittableRandom random = new SplittableRandom(1);
    for (int repeat = 0; repeat < 200; repeat++) {
      List<Curve.Point> points = new ArrayList<>();
      for (Curve.Point point : Curves.stairs(256 << 20, NANOS, SIZES).points()) {
        points.add(
            new Curve.Point(point.bytes(), point.nanos() * (1 + 0.06 * random.nextDouble())));
      }
      List<Plateau> found = Plateaus.of(new Curve("noisy", points));
      assertThat(found).hasSize(4);
      for (int i = 0; i < SIZES.length; i++) {
        assertThat((double) found.get(i).endBytes() / middle(SIZES[i])).isBetween(0.98, 1.02);
      }
    }
  }

  /// The middle of a curve taken on a virtual machine, whose third level leans.
  @Test
  void aPlateauMayLean() {
    List<Plateau> found =
        Plateaus.of(
            Curves.of(
                4.5, 4.5, 4.5, 4.9, 5.1, 5.4, 5.6, 5.7, 5.8, 6.7, 8.8, 15.7, 24.5, 32, 34.8, 38.4,
                39.3, 41, 44.4, 52.4, 71, 89.9, 110, 132, 141, 150, 162.5, 167, 170, 174));
    assertThat(found).hasSize(3);
    assertThat(found.get(1).nanos()).isBetween(34.0, 45.0);
  }

  @Test
  void tooFewPointsHaveNoPlateau() {
    assertThat(Plateaus.of(Curves.of())).isEmpty();
    assertThat(Plateaus.of(Curves.of(4))).isEmpty();
    assertThat(Plateaus.of(Curves.of(4, 4))).hasSize(1);
  }
}
