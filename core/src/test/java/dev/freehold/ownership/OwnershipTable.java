package dev.freehold.ownership;

import dev.freehold.Checks;
import java.util.List;
import java.util.stream.Stream;

/// All cases, and the page of the guide that lists them.
final class OwnershipTable {
  static final List<Group> GROUPS =
      List.of(
          BorrowCases.group(),
          PartCases.group(),
          ReborrowCases.group(),
          MoveCases.group(),
          FlowCases.group(),
          LifetimeCases.group(),
          DropCases.group(),
          UnwindCases.group(),
          CollectionCases.group(),
          CountedCases.group(),
          CellCases.group(),
          SharedCases.group(),
          WeakCases.group(),
          SendCases.group(),
          ThreadCases.group(),
          NativeCases.group());

  private OwnershipTable() {}

  private static Stream<OwnershipCase> cases() {
    return GROUPS.stream().flatMap(group -> group.cases().stream());
  }

  /// The page, as its file must be.
  static String document() {
    long all = cases().count();
    long refused = cases().filter(each -> each.verdict().refusal() != null).count();
    long unseen =
        cases()
            .filter(each -> each.verdict().refusal() != null)
            .filter(each -> each.verdict().allows(Checks.FAST))
            .count();
    StringBuilder page =
        new StringBuilder(
            """
            # Rules of ownership, one by one

            Each line is a test of `core` that runs at two levels, `SCOPED` (the default) and `FAST`. After each, the heap holds
            nothing, all its invariants hold, and every block was freed once. The rules are those that the borrow checker
            and the owners of Rust (`Box`, `Rc`, `Arc`, `Weak`, `RefCell`) obey; the column *Rust* names the error or the function.
            What each word means: [Ownership](ownership.md).

            %d cases: %d are allowed, %d are refused. At `FAST`, %d of these are not seen: what a scope alone
            enforces, accesses through segments that have ended or belong to another thread. All others hold at every level.

            This page is made by `OwnershipCasesTest` from the cases themselves.
            """
                .formatted(all, all - refused, refused, unseen));
    GROUPS.forEach(group -> section(page, group));
    return page.toString();
  }

  private static void section(StringBuilder page, Group group) {
    page.append("\n## %s\n\n%s\n\n".formatted(group.title(), group.about()));
    page.append("| case | Rust | verdict | at `FAST` |\n|---|---|---|---|\n");
    for (OwnershipCase each : group.cases()) {
      page.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  each.name(), each.rule(), each.verdict().cell(), each.verdict().cellAtFast()));
    }
  }
}
