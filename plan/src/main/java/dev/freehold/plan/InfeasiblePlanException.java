package dev.freehold.plan;

/// Signals that buffers have no plan below their capacity, or that none was found in time.
public final class InfeasiblePlanException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Solution solution;

  InfeasiblePlanException(Solution solution) {
    super(solution.summary());
    this.solution = solution;
  }

  /// What was found instead.
  ///
  /// @return a solution that does not fit
  public Solution solution() {
    return solution;
  }
}
