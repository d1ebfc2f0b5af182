package dev.freehold.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.AllocatorFactory;
import dev.freehold.CheckConfig;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import dev.freehold.alloc.BestFit;
import dev.freehold.alloc.Buddy;
import dev.freehold.alloc.Slab;
import dev.freehold.detection.Documents;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// No technique against the allocators of C libraries gets an address of its choice, or two blocks
/// over each other, and most are reported.
final class AttacksTest {
  private static final Map<String, AllocatorFactory> ALLOCATORS =
      new TreeMap<>(Map.of("best fit", BestFit::new, "buddy", Buddy::new, "slab", Slab::new));

  private static HeapConfig config(AllocatorFactory factory, Checks level) {
    return HeapConfig.named("attacked")
        .withReserve(1 << 28)
        .withAllocator(factory)
        .withChecks(level)
        .withCheckConfig(
            CheckConfig.DEFAULT.withQuarantine(1 << 20).withStacks(CheckConfig.Stacks.LEFT_OUT))
        .withHeldListener(report -> {});
  }

  private static Ground attack(Technique technique, HeapConfig config) {
    try (Heap heap = Heap.open(config)) {
      Ground ground = new Ground(heap);
      technique.body().accept(ground);
      ground.settle();
      return ground;
    }
  }

  @TestFactory
  Stream<DynamicTest> withAllChecks() {
    return ALLOCATORS.entrySet().stream()
        .flatMap(allocator ->
            Techniques.ALL.stream()
                .map(technique ->
                    DynamicTest.dynamicTest(
                        "%s against %s".formatted(technique.name(), allocator.getKey()),
                        () ->
                            assertThat(
                                    attack(technique, config(allocator.getValue(), Checks.FULL))
                                        .found()
                                        .isEmpty())
                                .as("unreported")
                                .isEqualTo(!technique.reported()))));
  }

  @TestFactory
  Stream<DynamicTest> withoutChecks() {
    return ALLOCATORS.entrySet().stream()
        .flatMap(allocator ->
            Techniques.ALL.stream()
                .map(technique ->
                    DynamicTest.dynamicTest(
                        "%s against %s".formatted(technique.name(), allocator.getKey()),
                        () -> attack(technique, config(allocator.getValue(), Checks.SCOPED)))));
  }

  @Test
  void theDocumentIsTheTable() throws IOException {
    assertThat(Techniques.ALL).hasSize(35);
    assertThat(Techniques.ALL.stream().filter(Technique::reported).count())
        .isGreaterThanOrEqualTo(28);
    assertThat(Techniques.ALL.stream().map(Technique::name).distinct()).hasSize(35);
    Documents.assertCurrent("attacks.md", document());
  }

  private static String document() {
    List<Technique> reported = Techniques.ALL.stream().filter(Technique::reported).toList();
    StringBuilder page =
        new StringBuilder(
            """
            # Attacks on allocators

            The techniques of how2heap (shellphish) against the allocators of C libraries, %d of them, performed by raw writes on
            heaps over best fit, buddy and slab, at `SCOPED` (whose small blocks come from the magazines of each thread) and at
            `FULL`. After each, the program goes on, takes blocks of all sizes and frees them.

            | | |
            |---|---|
            | gave an attacker an address of his choice, or two live blocks over each other | 0 of %1$d, at both levels |
            | left an invariant of the heap broken | 0 of %1$d, at both levels |
            | reported at `FULL` | %d of %1$d |

            The reason is one: [what an allocator knows lies beside the region](../decisions/2026-11-23-metadata-beside-the-region.md),
            and so there is no link, size or table among the blocks to write to. A write still changes the contents of
            blocks; that is what canaries and poison find.

            This page is made by `AttacksTest` from the attacks themselves.

            | technique | primitive | at `SCOPED` | at `FULL` |
            |---|---|---|---|
            """
                .formatted(Techniques.ALL.size(), reported.size()));
    for (Technique technique : Techniques.ALL) {
      int refusals = attack(technique, config(BestFit::new, Checks.SCOPED)).refusals();
      page.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  technique.name(),
                  technique.primitive().words(),
                  refusals > 0 ? "the free is refused" : "no control",
                  words(attack(technique, config(BestFit::new, Checks.FULL)).found())));
    }
    return page.toString();
  }

  private static String words(Set<Defect> found) {
    return found.isEmpty()
        ? "no control; not reported"
        : "reported: "
            + found.stream()
                .map(Defect::label)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(label -> "[%s](%s.md)".formatted(label, label))
                .collect(Collectors.joining(", "));
  }
}
