package dev.freehold.detection;

import dev.freehold.Checks;

/// What a level finds of a misuse: the best and the worst of a number of runs.
///
/// @param best where chance is with the level
/// @param worst where it is not
record Cell(Finding best, Finding worst) {
  /// The cell in the table.
  ///
  /// @param level its column
  /// @param unsampled what the level finds of blocks that it does not sample
  String text(Checks level, Cell unsampled) {
    if (level == Checks.SAMPLED && !equals(unsampled)) {
      return "sampled";
    }
    return best == worst ? best.cell() : best.cell() + ", or " + worst.cell();
  }
}
