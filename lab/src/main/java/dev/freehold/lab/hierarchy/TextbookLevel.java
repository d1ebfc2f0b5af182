package dev.freehold.lab.hierarchy;

/// A row of the textbook's table of the memory hierarchy.
public enum TextbookLevel {
  /// Named in instructions.
  REGISTERS("registers", "< 1 KiB", "0.25-0.5 ns", "compiler"),
  /// Private to a core.
  L1("L1 cache", "32-128 KiB", "1-2 ns", "hardware"),
  /// Mostly private to a core.
  L2("L2 cache", "0.25-4 MiB", "3-10 ns", "hardware"),
  /// Shared by cores.
  L3("L3 cache", "4 MiB and more", "10-50 ns", "hardware"),
  /// Shared by processors.
  RAM("RAM", "GiB to TiB", "60-200 ns", "operating system"),
  /// Keeps its contents without power.
  DISK("disk (SSD, magnetic)", "GiB to TiB", "20-100 us, 5-10 ms", "operating system, user");

  private final String label;
  private final String size;
  private final String access;
  private final String managedBy;

  TextbookLevel(String label, String size, String access, String managedBy) {
    this.label = label;
    this.size = size;
    this.access = access;
    this.managedBy = managedBy;
  }

  /// What it is called.
  ///
  /// @return for people
  public String label() {
    return label;
  }

  /// Its typical size.
  ///
  /// @return for people
  public String size() {
    return size;
  }

  /// Its typical access time.
  ///
  /// @return for people
  public String access() {
    return access;
  }

  /// Who decides what it holds.
  ///
  /// @return for people
  public String managedBy() {
    return managedBy;
  }
}
