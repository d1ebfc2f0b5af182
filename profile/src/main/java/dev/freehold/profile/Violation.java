package dev.freehold.profile;

/// A misuse of memory that a heap reported, with all that were like it.
///
/// @param heap its name; empty where no heap is at fault
/// @param defect the kind of rule, as docs/checks names it
/// @param what happened, of the first
/// @param block which, of the first
/// @param taken where the block was taken, of the first
/// @param freed where it was freed, of the first; empty where it was not
/// @param used where it was misused, with the calls that led there
/// @param count how many
public record Violation(
    String heap,
    String defect,
    String what,
    String block,
    String taken,
    String freed,
    Stack used,
    long count) {
  Violation withCount(long newCount) {
    return new Violation(heap, defect, what, block, taken, freed, used, newCount);
  }
}
