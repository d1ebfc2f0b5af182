package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/// How the tests of some classes ended, run by an engine of their own.
///
/// @param ends by the display name: `SUCCESSFUL`, `FAILED`, `ABORTED` or `SKIPPED`; two tests of
///   one name differ in blanks behind it
/// @param failures what failed tests threw
record Outcomes(Map<String, String> ends, Map<String, Throwable> failures) {
  static Outcomes of(Class<?> tests) {
    return of(List.of(tests));
  }

  /// @param parameters of the engine: a name, its value, a name ...
  static Outcomes of(List<Class<?>> tests, String... parameters) {
    EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
    for (Class<?> type : tests) {
      kit.selectors(selectClass(type));
    }
    for (int i = 0; i < parameters.length; i += 2) {
      kit.configurationParameter(parameters[i], parameters[i + 1]);
    }
    Outcomes outcomes = new Outcomes(new LinkedHashMap<>(), new LinkedHashMap<>());
    kit.execute().allEvents().stream().forEach(outcomes::add);
    return outcomes;
  }

  private void add(Event event) {
    String name = event.getTestDescriptor().getDisplayName().replaceAll("^\\w+\\$", "");
    if (event.getTestDescriptor().getParent().isEmpty()) {
      return; // the engine
    }
    while (ends.containsKey(name)) {
      name += " ";
    }
    if (event.getType() == EventType.SKIPPED) {
      ends.put(name, "SKIPPED");
    } else if (event.getType() == EventType.FINISHED) {
      TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
      ends.put(name, result.getStatus().name());
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        failures.put(name, result.getThrowable().orElseThrow());
      }
    }
  }

  Throwable failure(String name) {
    assertThat(failures).containsKey(name);
    return Objects.requireNonNull(failures.get(name));
  }
}
