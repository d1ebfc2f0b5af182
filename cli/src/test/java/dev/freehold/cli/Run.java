package dev.freehold.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// One run of the command in this process.
///
/// @param code the exit code
/// @param out what it printed
/// @param err what it printed to the error output
record Run(int code, String out, String err) {
  static Run of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] typed = new String[arguments.length];
    for (int i = 0; i < typed.length; i++) {
      typed[i] = arguments[i].toString();
    }
    int code = line.execute(typed);
    return new Run(code, out.toString(), err.toString());
  }
}
