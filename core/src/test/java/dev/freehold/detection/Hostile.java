package dev.freehold.detection;

import dev.freehold.Defect;

/// A hostile program and what becomes of it.
///
/// @param name in words
/// @param verdict what becomes of it
/// @param body what it does
record Hostile(String name, Verdict verdict, Misuse.Body body) {
  /// What becomes of a program: one of the two ways to be stopped, or harmless.
  ///
  /// @param words in the table
  record Verdict(String words) {
    /// No rule is broken, and the program goes through.
    static final Verdict HARMLESS = new Verdict("harmless");

    static Verdict reported(Defect defect, Finding finding) {
      return new Verdict(
          "reported: [%s](%s.md), %s".formatted(defect.label(), defect.label(), finding.cell()));
    }

    static Verdict refused(Class<? extends Throwable> exception) {
      return new Verdict("refused: `%s`".formatted(exception.getSimpleName()));
    }

    /// The verdict on what happened.
    static Verdict of(Outcome outcome) {
      Throwable thrown = outcome.thrown();
      if (thrown == null) {
        return outcome.finding() == Finding.NOT
            ? HARMLESS
            : reported(Defect.LEAK, outcome.finding());
      }
      Defect defect = outcome.defect();
      return defect == null ? refused(thrown.getClass()) : reported(defect, outcome.finding());
    }
  }
}
