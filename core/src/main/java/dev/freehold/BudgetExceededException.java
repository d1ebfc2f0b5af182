package dev.freehold;

/// Signals that a limit has refused bytes, with the tree of limits and who holds what. The budgets
/// are valid and unchanged; less, or the same later, may be granted.
public final class BudgetExceededException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long bytes;
  private final String budget;
  private final String refusing;
  private final String reason;
  private final String next;
  private final transient BudgetStatistics statistics;

  BudgetExceededException(
      long bytes,
      String budget,
      String refusing,
      BudgetStatistics root,
      BudgetStatistics statistics,
      String holders) {
    this(
        bytes,
        budget,
        refusing,
        root,
        reason(refusing, root, statistics, holders),
        next(bytes, refusing, statistics));
  }

  private BudgetExceededException(
      long bytes,
      String budget,
      String refusing,
      BudgetStatistics root,
      String reason,
      String next) {
    super(message(bytes, budget, reason, next));
    this.bytes = bytes;
    this.budget = budget;
    this.refusing = refusing;
    this.reason = reason;
    this.next = next;
    this.statistics = root;
  }

  /// How much was asked for.
  ///
  /// @return bytes
  public long bytes() {
    return bytes;
  }

  /// The path of the budget that was asked.
  ///
  /// @return names from the root
  public String budget() {
    return budget;
  }

  /// The path of the budget whose limit refused: the one asked, or one above it.
  ///
  /// @return names from the root
  public String refusing() {
    return refusing;
  }

  /// The figures of the whole tree, taken after the refusal.
  ///
  /// @return those of the root
  public BudgetStatistics statistics() {
    return statistics;
  }

  /// Which limit has refused, with the tree and the largest holders, in lines as of a message.
  String reason() {
    return reason;
  }

  /// What to do.
  String next() {
    return next;
  }

  private static String message(long bytes, String budget, String reason, String next) {
    return """
    Freehold: no room in budget '%s' for %d bytes
      asked   %d bytes
      refused %s
      rule    what is used never exceeds the limit of a budget, nor of one above it -> docs/guide/budgets.md#refusal
      next    %s\
    """
        .formatted(budget, bytes, bytes, reason, next);
  }

  private static String reason(
      String refusing, BudgetStatistics root, BudgetStatistics statistics, String holders) {
    return """
    by '%s': %d used, %d reserved, limit %d (bytes)
      tree    %s
      holders %s\
    """
        .formatted(
            refusing,
            statistics.usedBytes(),
            statistics.reservedBytes(),
            statistics.limitBytes(),
            indented(root),
            holders);
  }

  private static String next(long bytes, String refusing, BudgetStatistics statistics) {
    return bytes > statistics.limitBytes()
        ? "ask for less, or give budget '%s' a limit of more than that".formatted(refusing)
        : "close what is held and no longer needed, or give budget '%s' a larger limit"
            .formatted(refusing);
  }

  static String indented(BudgetStatistics statistics) {
    return statistics.tree().replace("\n", "\n          ");
  }
}
