package dev.freehold.profile;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;

/// The leaks and violations that a recording reports. For one thread.
///
/// Blocks that are held or lost are reported once, so reports of one site add up; a site that grows
/// is reported as long as it grows, so its latest report stands.
final class Findings {
  private static final String GROWING = "growing";

  private final Map<Leak, Amount> leaks = new HashMap<>();
  private final Map<Place, Violation> violations = new HashMap<>();

  private record Amount(long blocks, long bytes, Instant at) {}

  private record Place(String heap, String defect, Stack used) {}

  void leak(RecordedEvent event) {
    Leak leak =
        new Leak(
            Fields.text(event, "heap"),
            Fields.text(event, "kind"),
            0,
            0,
            Fields.text(event, "site"),
            Fields.text(event, "stack").stripTrailing());
    Amount amount =
        new Amount(event.getLong("blocks"), event.getLong("bytes"), event.getStartTime());
    leaks.merge(leak, amount, leak.kind().equals(GROWING) ? Findings::latest : Findings::sum);
  }

  private static Amount latest(Amount one, Amount other) {
    return other.at.isBefore(one.at) ? one : other;
  }

  private static Amount sum(Amount one, Amount other) {
    return new Amount(one.blocks + other.blocks, one.bytes + other.bytes, other.at);
  }

  void violation(RecordedEvent event) {
    Stack used = Stack.of(event.getStackTrace());
    Violation violation =
        new Violation(
            Fields.text(event, "heap"),
            Fields.text(event, "defect"),
            Fields.text(event, "what"),
            Fields.text(event, "block"),
            Fields.text(event, "taken"),
            Fields.text(event, "freed"),
            used,
            1);
    violations.merge(
        new Place(violation.heap(), violation.defect(), used),
        violation,
        (first, _) -> first.withCount(first.count() + 1));
  }

  List<Leak> leaks() {
    return leaks.entrySet().stream()
        .map(each -> each.getKey().with(each.getValue().blocks, each.getValue().bytes))
        .sorted(Comparator.comparingLong(Leak::bytes).reversed().thenComparing(Leak::site))
        .toList();
  }

  List<Violation> violations() {
    return violations.values().stream()
        .sorted(
            Comparator.comparingLong(Violation::count).reversed().thenComparing(Violation::defect))
        .toList();
  }
}
