package dev.freehold.lab.machine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How short of memory the machine is: the share of the last ten seconds in which tasks waited for
/// it, as the kernel's pressure stall information says.
///
/// @param some per cent of the time in which at least one task waited
/// @param full per cent of the time in which all tasks did
public record Pressure(double some, double full) {
  private static final Pattern LINE = Pattern.compile("(some|full) avg10=(\\d+(?:\\.\\d+)?)\\b.*");

  /// Reads the pressure.
  ///
  /// @param files of the system
  /// @return empty where the kernel does not say
  public static Optional<Pressure> of(SystemFiles files) {
    Optional<Double> some = Optional.empty();
    double full = 0;
    for (String line : files.lines("proc/pressure/memory")) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        double share = Double.parseDouble(matcher.group(2));
        if (matcher.group(1).equals("some")) {
          some = Optional.of(share);
        } else {
          full = share;
        }
      }
    }
    double fullShare = full;
    return some.map(share -> new Pressure(share, fullShare));
  }
}
