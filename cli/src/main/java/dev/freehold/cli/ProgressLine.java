package dev.freehold.cli;

import dev.freehold.lab.replay.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/// How far a replay has come: a bar on a terminal, a line per trace elsewhere.
///
/// It is drawn between the passes by the thread that makes them, so no other thread competes with a
/// timed pass, as that of a progress bar that redraws itself would.
final class ProgressLine implements Progress {
  private static final int WIDTH = 30;
  private static final String CLEAR = "\r\033[K"; // to the first column, erase to the end

  private final PrintWriter out;
  private final Look look;
  private final int steps;
  private int done;
  private String trace = "";

  /// What progress looks like.
  enum Look {
    /// A bar, redrawn in place.
    BAR,
    /// A line for each trace.
    LINES;

    /// What suits where the process runs.
    static Look ofProcess() {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
          ? BAR
          : LINES;
    }
  }

  /// @param steps the passes to come in all
  ProgressLine(PrintWriter out, Look look, int steps) {
    this.out = out;
    this.look = look;
    this.steps = steps;
  }

  @Override
  public void next(String name, String allocator, String pass) {
    int percent = (int) (100L * done / Math.max(1, steps));
    if (look == Look.BAR) {
      int filled = WIDTH * percent / 100;
      out.print(
          CLEAR
              + "[%s%s] %3d %%  %s, %s: %s"
                  .formatted(
                      "#".repeat(filled),
                      ".".repeat(WIDTH - filled),
                      percent,
                      name,
                      allocator,
                      pass));
      out.flush();
    } else if (!name.equals(trace)) {
      out.println("replaying %s (%d %% done)".formatted(name, percent));
      out.flush();
    }
    trace = name;
    done++;
  }

  /// Makes room for other output.
  void clear() {
    if (look == Look.BAR) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
