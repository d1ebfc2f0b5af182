package dev.freehold.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A screen that is drawn again and again, and leaves the terminal as it was: it is shown on the
/// terminal's second buffer, also where the process is ended by Ctrl-C.
final class Terminal implements AutoCloseable {
  private static final String ENTER = "\033[?1049h\033[?25l"; // second buffer, no cursor
  private static final String LEAVE = "\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String END_OF_LINE = "\033[K\r\n";
  private static final String END_OF_SCREEN = "\033[J";
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,3}) ([1-9]\\d{0,3})");

  private final PrintWriter out;
  private final Thread leaving;
  private boolean left; // guarded by this: the hook runs beside the drawing thread

  Terminal(PrintWriter out) {
    this.out = out;
    this.leaving = new Thread(this::leave);
    Runtime.getRuntime().addShutdownHook(leaving);
    out.print(ENTER);
    out.flush();
  }

  /// Its size.
  ///
  /// @param lines of text
  /// @param columns of text
  record Size(int lines, int columns) {
    private static final Size COMMON = new Size(24, 80);

    /// That of the terminal of this process, as `stty` says it.
    static Size ofProcess() {
      try {
        Process stty =
            new ProcessBuilder("stty", "size")
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader answer = stty.inputReader()) {
          return of(answer.readLine());
        }
      } catch (IOException e) {
        return COMMON;
      }
    }

    static Size of(@Nullable String answer) {
      Matcher size = SIZE.matcher(answer == null ? "" : answer);
      return size.matches()
          ? new Size(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)))
          : COMMON;
    }
  }

  /// Shows lines in place of those before.
  synchronized void show(List<String> lines) {
    if (left) {
      return;
    }
    out.print(HOME + String.join(END_OF_LINE, lines) + "\033[K" + END_OF_SCREEN);
    out.flush();
  }

  private synchronized void leave() {
    left = true;
    out.print(LEAVE);
    out.flush();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(leaving);
    leave();
  }
}
