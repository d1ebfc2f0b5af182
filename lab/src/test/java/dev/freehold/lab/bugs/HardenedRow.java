package dev.freehold.lab.bugs;

import dev.freehold.Checks;
import dev.freehold.Defect;
import org.jspecify.annotations.Nullable;

/// A test of hardened_malloc, written anew for heaps.
///
/// @param name of the test there
/// @param theirs what happens there
/// @param level of the heap here
/// @param defect that is reported here, or `null` where the program is sound and nothing may be
/// @param ours what happens here, in words, where the defect does not say it
/// @param program what runs, with assertions
record HardenedRow(
    String name,
    String theirs,
    Checks level,
    @Nullable Defect defect,
    String ours,
    Program program) {

  static HardenedRow reported(
      String name, String theirs, Checks level, Defect defect, Program program) {
    return new HardenedRow(name, theirs, level, defect, "reported: " + defect.label(), program);
  }

  static HardenedRow sound(String name, String theirs, String ours, Program program) {
    return new HardenedRow(name, theirs, Checks.FULL, null, ours, program);
  }
}
