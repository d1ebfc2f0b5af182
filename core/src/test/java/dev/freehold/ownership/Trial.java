package dev.freehold.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.Checks;
import dev.freehold.MisuseException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.Assertions;

/// Tries the uses that a case is about, and holds the outcome against the verdict.
final class Trial {
  /// A use of memory.
  @FunctionalInterface
  interface Attempt {
    void run() throws Exception;
  }

  /// Something done on another thread.
  @FunctionalInterface
  interface Task<T> {
    T run() throws Exception;
  }

  private final Verdict verdict;
  private final Checks level;
  private int attempts;

  Trial(Verdict verdict, Checks level) {
    this.verdict = verdict;
    this.level = level;
  }

  /// Does what the verdict is about.
  void attempt(Attempt use) throws Exception {
    attempts++;
    if (verdict.allows(level)) {
      use.run();
      return;
    }
    Throwable refusal = Assertions.catchThrowable(use::run);
    assertThat(refusal)
        .as("what was refused")
        .isExactlyInstanceOf(verdict.refusal())
        .hasMessageContaining(verdict.phrase());
    if (refusal instanceof MisuseException misuse) {
      assertThat(misuse.report().defect()).isEqualTo(verdict.defect());
    }
  }

  /// Does it on another thread.
  void attemptElsewhere(Attempt use) throws Exception {
    elsewhere(() -> {
      attempt(use);
      return true;
    });
  }

  /// Whether this level refuses the uses of the case.
  boolean refuses() {
    return !verdict.allows(level);
  }

  void checkAttempts() {
    assertThat(attempts > 0)
        .as("a case marks what is refused, and only that")
        .isEqualTo(verdict.refusal() != null);
  }

  /// Runs a task on another thread, to its end.
  static <T> T elsewhere(Task<T> task) throws Exception {
    FutureTask<T> result = new FutureTask<>(task::run);
    Thread.ofPlatform().start(result);
    return outcome(result);
  }

  /// Runs a task on a virtual thread, to its end.
  static <T> T virtually(Task<T> task) throws Exception {
    FutureTask<T> result = new FutureTask<>(task::run);
    Thread.ofVirtual().start(result);
    return outcome(result);
  }

  private static <T> T outcome(FutureTask<T> result) throws Exception {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
