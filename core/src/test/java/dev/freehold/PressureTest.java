package dev.freehold;

import static dev.freehold.Pressure.Level.CRITICAL;
import static dev.freehold.Pressure.Level.LOW;
import static dev.freehold.Pressure.Level.MODERATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freehold.os.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Budgets of 100 bytes have no credits, so their levels follow what is used to the byte.
final class PressureTest {
  private final Budget process = Budget.root("process", 100);
  private final List<Pressure> heard = new ArrayList<>();

  private List<Pressure.Level> levels() {
    return heard.stream().map(Pressure::level).toList();
  }

  @Test
  void aLevelBeginsAtItsThresholdAndEndsBelowIt() {
    process.onPressure(heard::add);
    process.acquire(74);
    assertThat(heard).isEmpty();
    process.acquire(1);
    assertThat(heard)
        .containsExactly(new Pressure(Pressure.Source.BUDGET, "process", LOW, MODERATE, 0.75));
    assertThat(heard.getFirst().rises()).isTrue();
    for (int i = 0; i < 10; i++) {
      process.release(5);
      process.acquire(5);
    }
    assertThat(levels()).containsExactly(MODERATE);
    process.acquire(15);
    process.release(5);
    assertThat(process.level()).isEqualTo(CRITICAL);
    process.release(1);
    process.release(15);
    assertThat(levels()).containsExactly(MODERATE, CRITICAL, MODERATE, LOW);
    assertThat(heard.getLast().rises()).isFalse();
    process.acquire(31);
    assertThat(levels()).endsWith(LOW, CRITICAL);
  }

  @Test
  void everyBudgetOfThePathHasItsOwnLevel() {
    BudgetConfig config =
        BudgetConfig.of("tenant", 50).withThresholds(new PressureThresholds(0.5, 1, 0));
    Budget tenant = process.child(config);
    process.onPressure(heard::add);
    tenant.onPressure(heard::add);
    tenant.acquire(25);
    assertThat(heard).extracting(Pressure::name).containsExactly("process/tenant");
    process.acquire(50);
    assertThat(heard).extracting(Pressure::name).containsExactly("process/tenant", "process");
    try (Reservation all = tenant.reserve(25)) {
      assertThat(tenant.level()).isEqualTo(CRITICAL);
      assertThat(process.level()).isEqualTo(CRITICAL);
      assertThat(all.left()).isEqualTo(25);
    }
    assertThat(tenant.level()).isEqualTo(MODERATE);
  }

  @Test
  void aListenerRunsOnTheThreadThatCrossedAndMayUseTheBudget() {
    List<Thread> threads = new ArrayList<>();
    process.onPressure(pressure -> {
      threads.add(Thread.currentThread());
      if (pressure.level() == CRITICAL) {
        process.release(80); // what a cache would do
      }
    });
    process.acquire(80);
    process.acquire(15);
    assertThat(threads).containsOnly(Thread.currentThread()).hasSize(3);
    assertThat(process.usedBytes()).isEqualTo(15);
    assertThat(process.level()).isEqualTo(LOW);
    process.verify();
  }

  @Test
  void whatAListenerThrowsStopsNeitherTheRequestNorTheOthers() {
    process.onPressure(pressure -> {
      throw new IllegalStateException("of a listener");
    });
    process.onPressure(pressure -> {
      throw new AssertionError("of a listener");
    });
    process.onPressure(heard::add);
    process.acquire(95);
    process.release(95);
    assertThat(levels()).containsExactly(CRITICAL, LOW);
    assertThat(process.usedBytes()).isZero();
    process.verify();
  }

  @Test
  void aClosedRegistrationHearsNoMore() {
    Registration registration = process.onPressure(heard::add);
    registration.close();
    registration.close();
    process.acquire(95);
    assertThat(heard).isEmpty();
  }

  @Test
  void whatIsRaisedReachesAllBelow() {
    Budget tenant = process.child("tenant", 10);
    Budget query = tenant.child("query", 10);
    Pressure pressure = new Pressure(Pressure.Source.KERNEL, "file", LOW, CRITICAL, 0.5);
    process.onPressure(heard::add);
    query.onPressure(heard::add);
    tenant.raise(pressure);
    assertThat(heard).containsExactly(pressure);
    process.raise(pressure);
    assertThat(heard).hasSize(3);
    assertThat(process.level()).isEqualTo(LOW);
  }

  @Test
  void thresholdsAreInOrder() {
    for (double[] wrong :
        new double[][] {
          {0.9, 0.8, 0}, {0.5, 1.1, 0}, {0.5, 0.6, 0.5}, {0.5, 0.6, -0.1}, {0.5, Double.NaN, 0}
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new PressureThresholds(wrong[0], wrong[1], wrong[2]))
          .withMessageContaining("must be 0 <= hysteresis");
    }
  }

  private static void stalls(Path root, String percent) throws IOException {
    Path file = root.resolve("proc/pressure/memory");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "some avg10=%s avg60=0.00 avg300=0.00 total=1\n".formatted(percent));
  }

  private KernelPressure kernel(Path root) {
    return KernelPressure.of(process, new SystemFiles(root), PressureThresholds.OF_KERNEL);
  }

  @Test
  void theKernelsPressureIsRaisedWhereItChanges(@TempDir Path root) throws IOException {
    process.child("tenant", 10).onPressure(heard::add);
    KernelPressure kernel = kernel(root);
    stalls(root, "0.00");
    assertThat(kernel.available()).isEqualTo("reported by proc/pressure/memory");
    assertThat(kernel.poll()).isEqualTo(LOW);
    stalls(root, "12.50");
    assertThat(kernel.poll()).isEqualTo(MODERATE);
    assertThat(kernel.poll()).isEqualTo(MODERATE);
    stalls(root, "40.00");
    kernel.poll();
    stalls(root, "0.00");
    kernel.poll();
    assertThat(levels()).containsExactly(MODERATE, CRITICAL, LOW);
    assertThat(heard.getFirst())
        .isEqualTo(
            new Pressure(Pressure.Source.KERNEL, "proc/pressure/memory", LOW, MODERATE, 0.125));
  }

  @Test
  void aKernelThatDoesNotSayIsNoFailure(@TempDir Path root) throws Exception {
    process.onPressure(heard::add);
    KernelPressure kernel = kernel(root);
    assertThat(kernel.available()).startsWith("not reported: ");
    assertThat(kernel.poll()).isEqualTo(LOW);
    kernel.start(Duration.ofMillis(1)).close();
    assertThat(heard).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> kernel.start(Duration.ZERO));
  }

  @Test
  void aThreadPollsUntilItIsClosed(@TempDir Path root) throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    process.onPressure(pressure -> {
      threads.add(Thread.currentThread());
      told.countDown();
    });
    stalls(root, "50.00");
    try (Registration _ = kernel(root).start(Duration.ofMillis(1))) {
      told.await();
    }
    assertThat(threads.getFirst().isDaemon()).isTrue();
    threads.getFirst().join();
  }
}
