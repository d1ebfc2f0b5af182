package dev.freehold.lab.bugs;

import org.jspecify.annotations.Nullable;

/// Another thread, which passes on what is thrown on it.
final class Elsewhere {
  private @Nullable Throwable thrown;

  private Elsewhere() {}

  /// Runs something on another thread and waits for its end.
  static void run(Runnable action) {
    Elsewhere elsewhere = new Elsewhere();
    Thread thread =
        Thread.ofPlatform().name("elsewhere").unstarted(() -> elsewhere.attempt(action));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another thread ran", e);
    }
    switch (elsewhere.thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
  }

  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
  }
}
