package dev.freehold.guard;

/// What is in force for a piece of memory.
///
/// @param locked whether it always stays in physical memory, so that it is never written to a swap
///   device
/// @param hidden whether the kernel itself does not map it, so that no other process and no mistake
///   of the kernel reads it
/// @param dumped whether its contents are part of a core dump of this process
/// @param forked whether its contents are passed on to a process that this one forks
public record Protection(boolean locked, boolean hidden, boolean dumped, boolean forked) {
  /// Whether the contents stay in the physical memory of this process.
  ///
  /// @return whether it is locked, and neither dumped nor forked; it need not be hidden
  public boolean complete() {
    return locked && !dumped && !forked;
  }
}
