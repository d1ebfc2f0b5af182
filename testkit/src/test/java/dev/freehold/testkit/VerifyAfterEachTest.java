package dev.freehold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.Verifiable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class VerifyAfterEachTest {
  /// An allocator that is never valid.
  record Invalid(String name) implements Allocator, Verifiable {
    @Override
    public long allocate(long bytes, long alignment) {
      return NULL;
    }

    @Override
    public boolean resize(long address, long bytes) {
      return false;
    }

    @Override
    public void free(long address) {}

    @Override
    public long sizeOf(long address) {
      return 0;
    }

    @Override
    public void verify() {
      throw new IllegalStateException("invalid: " + name);
    }
  }

  @ExtendWith(VerifyAfterEach.class)
  static class InAField {
    private final Allocator allocator = new Invalid("field");

    @Test
    void passesByItself() {
      assertThat(allocator.sizeOf(1)).isZero();
    }

    @Nested
    class Inner {
      @Test
      void passesByItself() {
        assertThat(allocator.sizeOf(1)).isZero();
      }
    }
  }

  static class Inherited extends InAField {}

  static class Registered {
    @RegisterExtension private final VerifyAfterEach verify = new VerifyAfterEach();

    @Test
    void passesByItself() {
      assertThat(verify.watch(new Invalid("watched")).sizeOf(1)).isZero();
    }

    @Test
    void watchesNothing() {}
  }

  @Test
  void invalidAllocatorInAFieldFailsEveryTest() {
    assertThat(failures(InAField.class)).containsExactly("invalid: field", "invalid: field");
    assertThat(failures(Inherited.class)).contains("invalid: field");
  }

  @Test
  void invalidWatchedAllocatorFailsItsTestAlone() {
    assertThat(failures(Registered.class)).containsExactly("invalid: watched");
  }

  private static List<String> failures(Class<?> tests) {
    List<String> failures = new ArrayList<>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == Status.FAILED) {
                  failures.add(String.valueOf(result.getThrowable().orElseThrow().getMessage()));
                }
              }
            });
    return failures;
  }
}
