package dev.freehold.profile;

import java.util.Map;
import java.util.TreeMap;

/// Collapsed stacks, as B. Gregg's flame graphs read them: a line for each stack, its methods from
/// the earliest to the latest, and its value.
///
/// ```text
/// Main.main;Server.serve;Cache.put 4096           alone
/// Main.main;Server.serve;Cache.put 1024 4096      over a base: before, now
/// ```
///
/// Heaps and lines of the source are not told apart. Stacks whose values are 0 are left out.
final class Collapsed {
  private Collapsed() {}

  static String of(Report report, SampleType type) {
    Map<String, long[]> values = new TreeMap<>();
    for (Report.Change<Stack> change : report.stacks(type)) {
      long[] value = values.computeIfAbsent(change.where().collapsed(), _ -> new long[2]);
      value[0] += change.before().of(type);
      value[1] += change.now().of(type);
    }
    StringBuilder text = new StringBuilder();
    values.forEach((stack, value) -> {
      if (value[0] != 0 || value[1] != 0) {
        text.append(stack);
        if (report.base() != null) {
          text.append(' ').append(value[0]);
        }
        text.append(' ').append(value[1]).append('\n');
      }
    });
    return text.toString();
  }
}
