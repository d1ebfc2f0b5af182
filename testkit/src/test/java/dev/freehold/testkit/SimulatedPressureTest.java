package dev.freehold.testkit;

import static dev.freehold.Pressure.Level.CRITICAL;
import static dev.freehold.Pressure.Level.LOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Budget;
import dev.freehold.Pressure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SimulatedPressureTest {
  @Test
  void tellsOfChangesAlone() {
    Budget process = Budget.root("process", 100);
    Budget tenant = process.child("tenant", 100);
    List<Pressure> heard = new ArrayList<>();
    tenant.onPressure(heard::add);
    new SimulatedPressure(process).become(LOW).become(CRITICAL).become(CRITICAL).become(LOW);
    assertThat(heard)
        .containsExactly(
            new Pressure(Pressure.Source.SIMULATED, "process", LOW, CRITICAL, 1),
            new Pressure(Pressure.Source.SIMULATED, "process", CRITICAL, LOW, 0));
    assertThat(tenant.level()).isEqualTo(LOW);
    tenant.close();
  }
}
