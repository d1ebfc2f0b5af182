package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.freehold.alloc.Allocator;
import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import dev.freehold.testkit.NaiveAllocator.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Breaks an allocator in every way of [Fault], and sees the contract fail for each.
class ContractCatchesFaultsTest {
  private static Fault fault = Fault.NONE;

  /// The contract for the broken allocator, its random operations left to [ShadowCheckTest].
  static class Broken extends AllocatorContract {
    @Override
    protected Allocator over(Region region) {
      return new NaiveAllocator(region, fault);
    }

    @Override
    protected RegionConfig config() {
      return RegionConfig.ofReserve(16 << 20);
    }

    @Override
    void randomOperationsAreThoseOfTheModel() {}

    @Override
    void tenMillionRandomOperationsAreThoseOfTheModel() {}
  }

  @ParameterizedTest
  @EnumSource
  void contractFailsForEveryFault(Fault broken) {
    fault = broken;
    List<String> failures = new ArrayList<>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Broken.class)).build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == Status.FAILED) {
                  failures.add(test.getDisplayName() + ": " + result.getThrowable().orElseThrow());
                }
              }
            });
    if (broken == Fault.NONE) {
      assertThat(failures).isEmpty();
    } else {
      assertThat(failures).as("failures of the contract with %s", broken).isNotEmpty();
    }
  }
}
