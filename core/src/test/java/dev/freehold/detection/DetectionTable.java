package dev.freehold.detection;

import dev.freehold.CheckConfig;
import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.HeapConfig;
import dev.freehold.detection.Misuse.Route;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The table of what each level finds, measured.
final class DetectionTable {
  private static final int RUNS = 24;

  /// So long after it is opened, a heap that samples puts its next sample between guard pages.
  private static final long GUARD_WAIT_MILLIS = 20;

  private DetectionTable() {}

  /// Runs a program at a level, several times where the level draws lots.
  static Cell measure(Misuse misuse, Checks level) throws InterruptedException {
    Finding best = Finding.NOT;
    Finding worst = Finding.ALWAYS;
    int runs = level == Checks.GUARDED ? RUNS : 2;
    for (int i = 0; i < runs; i++) {
      Finding finding = Outcome.of(config(level), guarded(misuse, level, i)).finding();
      best = finding.compareTo(best) < 0 ? finding : best;
      worst = finding.compareTo(worst) > 0 ? finding : worst;
    }
    return new Cell(best, worst);
  }

  static HeapConfig config(Checks level) {
    return HeapConfig.named(level.name())
        .withReserve(1 << 28)
        .withChecks(level)
        .withCheckConfig(CheckConfig.DEFAULT.withSampleBytes(1));
  }

  /// Every second run at the level that samples has its block between guard pages.
  private static Misuse.Body guarded(Misuse misuse, Checks level, int run) {
    return level != Checks.SAMPLED || run % 2 == 0
        ? misuse.body()
        : heap -> {
          Thread.sleep(GUARD_WAIT_MILLIS);
          return misuse.body().run(heap);
        };
  }

  /// The page, as its file must be.
  static String document() throws InterruptedException {
    StringBuilder page =
        new StringBuilder(
            """
            # Checks

            What each level of checks finds of each misuse, measured: every cell is a program that a test runs. What each of
            them costs: the page of each defect. The reports on the pages are those of `FULL`; at the default level, `SCOPED`, they
            have no lines `taken` and `freed`, and those of the JVM's own exceptions may not tell the block.

            | word | the misuse is found |
            |---|---|
            | always | by the access or the call itself, before harm is done |
            | on free | when the block is freed |
            | on demand | by `heap.verify()`, by `heap.close()`, or when the addresses are used again |
            | sampled | if the block is one of those that are sampled, one in 512 KiB |
            | not | not at all |

            ## Through segments, blocks and borrows

            What Java code does without raw addresses.

            """);
    rows(page, Route.SEGMENTS);
    page.append(
        """

        ## Through raw addresses

        What `Memory`, `Heap.addresses()`, `reinterpret` and native code do. At `GUARDED`, an access by Java code throws; one by
        native code ends the process at the access.

        """);
    rows(page, Route.ADDRESSES);
    page.append(
        """

        A dash: there is no way to write that. Where two words stand in a cell, which of them holds is drawn for each
        block. Blocks that are taken by address are never sampled.

        ## What is not found

        - A zero written to the first byte after the end is absorbed by the canary, which begins with a zero; at
          `GUARDED` it is found.
        - A write that leaps over the 16 bytes of a canary into a live block.
        - A read by raw address, of a freed block or beyond an end: at `FULL` it sees poison or a canary, and nobody is
          told. `GUARDED` finds it.
        - A write to a freed block that has left the quarantine.
        - A free by raw address that comes so late that the address belongs to another live block.

        ## More

        - [Attacks on allocators](attacks.md): the techniques against a C heap, and what becomes of each here.
        - [Hostile programs](hostile.md): 42 of them, with verdicts.
        """);
    return page.toString();
  }

  private static void rows(StringBuilder page, Route route) throws InterruptedException {
    page.append(
        "| defect | program | %s |\n|---|---|%s\n"
            .formatted(
                Arrays.stream(Checks.values())
                    .map(level -> "`" + level.name() + "`")
                    .collect(Collectors.joining(" | ")),
                "---|".repeat(Checks.values().length)));
    for (Misuse misuse : Misuses.ALL) {
      if (misuse.route() == route) {
        page.append(row(misuse));
      }
    }
  }

  private static String row(Misuse misuse) throws InterruptedException {
    Defect defect = misuse.defect();
    StringBuilder row =
        new StringBuilder(
            "| [%s](%s.md) | %s |"
                .formatted(
                    defect.label(),
                    defect.label(),
                    misuse.program().isEmpty() ? "-" : misuse.program()));
    Map<Checks, Cell> cells = new EnumMap<>(Checks.class);
    for (Checks level : Checks.values()) {
      Cell cell = measure(misuse, level);
      cells.put(level, cell);
      Cell unsampled = cells.getOrDefault(Checks.SCOPED, cell);
      row.append(" %s |".formatted(misuse.program().isEmpty() ? "-" : cell.text(level, unsampled)));
    }
    return row.append("\n").toString();
  }
}
