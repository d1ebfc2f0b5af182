package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random operations on a tree, beside a model that counts use alone: every grant, refusal and
/// figure must be the model's. A seed and a number of operations repeat a failure; fewer operations
/// with the same seed are a prefix.
final class BudgetShadowTest {
  private static final int OPERATIONS = 2_000;

  static List<Integer> seeds() {
    return IntStream.range(0, 60).boxed().toList();
  }

  /// A budget as it should be.
  private static final class Model {
    final Budget budget;
    final @Nullable Model parent;
    final Credit credit;
    final List<Reservation> reservations = new ArrayList<>();
    long own;
    long used;
    int children;

    Model(Budget budget, @Nullable Model parent) {
      this.budget = budget;
      this.parent = parent;
      this.credit = budget.credit();
    }

    boolean fits(long bytes) {
      for (Model at = this; at != null; at = at.parent) {
        if (bytes > at.budget.limitBytes() - at.used) {
          return false;
        }
      }
      return true;
    }

    void add(long bytes) {
      own += bytes;
      for (Model at = this; at != null; at = at.parent) {
        at.used += bytes;
      }
    }

    long reserved() {
      return reservations.stream().mapToLong(Reservation::left).sum();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void grantsAndRefusesAsTheModel(int seed) {
    run(seed, OPERATIONS);
  }

  private static void run(int seed, int operations) {
    SplittableRandom random = new SplittableRandom(seed);
    long scale = 1L << 4 + random.nextInt(24);
    List<Model> models = new ArrayList<>();
    models.add(new Model(Budget.root("root", scale), null));
    for (int i = 0; i < operations; i++) {
      Model model = models.get(random.nextInt(models.size()));
      long bytes = random.nextLong(1 + (scale >> random.nextInt(12)));
      switch (random.nextInt(10)) {
        case 0, 1 -> granted(model, bytes, model.budget.tryAcquire(bytes));
        case 2, 3 -> granted(model, bytes, model.credit.tryTake(bytes));
        case 4, 5 -> {
          long given = Math.min(bytes, model.own - model.reserved());
          model.budget.release(given);
          model.add(-given);
        }
        case 6, 7 -> {
          long given = Math.min(bytes, model.own - model.reserved());
          model.credit.give(given);
          model.add(-given);
        }
        case 8 -> reserve(model, bytes, random);
        default -> tree(models, model, random, scale);
      }
      if (random.nextInt(50) == 0) {
        check(models);
      }
    }
    check(models);
  }

  private static void granted(Model model, long bytes, boolean granted) {
    assertThat(granted).isEqualTo(model.fits(bytes));
    if (granted) {
      model.add(bytes);
    }
  }

  private static void reserve(Model model, long bytes, SplittableRandom random) {
    if (model.reservations.isEmpty()) {
      if (model.fits(bytes)) {
        model.reservations.add(model.budget.reserve(bytes));
        model.add(bytes);
      }
    } else if (random.nextBoolean()) {
      Reservation reservation = model.reservations.getFirst();
      reservation.use(reservation.left() / 2);
    } else {
      Reservation reservation = model.reservations.removeFirst();
      model.add(-reservation.left());
      reservation.close();
    }
  }

  private static void tree(List<Model> models, Model model, SplittableRandom random, long scale) {
    if (models.size() < 8) {
      long limit = random.nextInt(4) == 0 ? Limit.NONE : random.nextLong(2 * scale);
      model.children++;
      models.add(new Model(model.budget.child("child", limit), model));
    } else if (model.parent != null) {
      boolean idle = model.used == 0 && model.children == 0;
      try {
        model.budget.close();
        assertThat(idle).isTrue();
        model.reservations.forEach(Reservation::close);
        model.parent.children--;
        models.remove(model);
      } catch (IllegalStateException e) {
        assertThat(idle).as(e.getMessage()).isFalse();
      }
    }
  }

  private static void check(List<Model> models) {
    models.getFirst().budget.verify();
    for (Model model : models) {
      BudgetStatistics statistics = model.budget.statistics();
      assertThat(statistics.usedBytes() + statistics.reservedBytes()).isEqualTo(model.used);
      assertThat(statistics.chargedBytes()).isLessThanOrEqualTo(statistics.limitBytes());
      long below = statistics.children().stream().mapToLong(BudgetStatistics::usedBytes).sum();
      assertThat(statistics.usedBytes()).isEqualTo(model.own - model.reserved() + below);
    }
  }
}
