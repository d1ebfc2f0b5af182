package dev.freehold;

import java.util.List;

/// Names who holds the bytes of a budget: what a heap registers with [Budget#register], so that a
/// refusal can list the sites that hold the most.
@FunctionalInterface
public interface BudgetHolders {
  /// One who holds bytes.
  ///
  /// @param name for example of a heap and a site
  /// @param bytes how many
  record Holder(String name, long bytes) {}

  /// The largest holders, asked for after a refusal, on the thread that was refused, which holds no
  /// lock of the budget. It must not wait for a lock that a thread may hold while it asks the
  /// budget, or a heap within it, for bytes. What it throws is named in the refusal instead.
  ///
  /// @param most how many are wanted
  /// @return the largest first
  List<Holder> largest(int most);

  /// Gives back what it holds and does not use, asked before a block of a heap is refused; under
  /// the same rules as [#largest].
  ///
  /// @return the bytes that the budget has more room for now, 0 where nothing is said
  default long trim() {
    return 0;
  }
}
