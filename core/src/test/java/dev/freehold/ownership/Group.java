package dev.freehold.ownership;

import java.util.List;

/// Cases about one subject.
///
/// @param title the subject
/// @param about what holds
/// @param cases the cases, in the order of the table
record Group(String title, String about, List<OwnershipCase> cases) {
  Group {
    cases = List.copyOf(cases);
  }
}
