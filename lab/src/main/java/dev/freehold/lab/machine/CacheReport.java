package dev.freehold.lab.machine;

/// A cache as the operating system reports it.
///
/// @param level 1 is nearest to the processor
/// @param kind `Data`, `Instruction` or `Unified`
/// @param bytes its size
/// @param lineBytes of one line, 0 where unknown
/// @param ways its associativity, 0 where unknown
/// @param sharedBy the processors that share it, as the system writes a list
public record CacheReport(
    int level, String kind, long bytes, int lineBytes, int ways, String sharedBy) {
  /// Whether data passes through it.
  ///
  /// @return `false` for an instruction cache
  public boolean holdsData() {
    return !kind.equals("Instruction");
  }

  /// What it is called.
  ///
  /// @return for example `L1d` or `L2`
  public String name() {
    return "L"
        + level
        + switch (kind) {
          case "Data" -> "d";
          case "Instruction" -> "i";
          default -> "";
        };
  }
}
