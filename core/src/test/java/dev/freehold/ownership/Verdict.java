package dev.freehold.ownership;

import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.MisuseException;
import org.jspecify.annotations.Nullable;

/// What becomes of a use of memory.
///
/// @param refusal the exact type of what is thrown, or `null` where the use is allowed
/// @param defect which rule it breaks, or `null` where the JVM refuses it
/// @param phrase part of the message; empty where the use is allowed
/// @param from the lowest level that refuses it
record Verdict(
    @Nullable Class<? extends Throwable> refusal,
    @Nullable Defect defect,
    String phrase,
    Checks from) {
  /// The use is right.
  static final Verdict ALLOWED = new Verdict(null, null, "", Checks.FAST);

  /// The JVM: the scope of the segment has ended.
  static final Verdict ENDED =
      new Verdict(IllegalStateException.class, null, "Already closed", Checks.SCOPED);

  /// The JVM: the scope of the segment belongs to another thread.
  static final Verdict CONFINED =
      new Verdict(WrongThreadException.class, null, "outside owning thread", Checks.SCOPED);

  /// The JVM: beyond the bounds of the segment.
  static final Verdict BOUNDS =
      new Verdict(IndexOutOfBoundsException.class, null, "Out of bound access", Checks.FAST);

  /// The JVM: a write through a read-only segment.
  static final Verdict READ_ONLY =
      new Verdict(IllegalArgumentException.class, null, "read-only", Checks.FAST);

  /// A part that does not lie within.
  static final Verdict PART =
      new Verdict(
          IndexOutOfBoundsException.class, null, "borrow a part that lies within", Checks.FAST);

  /// Another thread than the owner's asks an owner or a borrow.
  static final Verdict WRONG_THREAD =
      new Verdict(
          WrongThreadException.class, null, "by another thread than its owner", Checks.FAST);

  static Verdict misuse(Defect defect, String phrase) {
    return new Verdict(MisuseException.class, defect, phrase, Checks.FAST);
  }

  /// A native call keeps the scope alive; where there is none, it does not.
  static Verdict pinned(String phrase) {
    return new Verdict(MisuseException.class, Defect.ESCAPED_BORROW, phrase, Checks.SCOPED);
  }

  boolean allows(Checks level) {
    return refusal == null || level.compareTo(from) < 0;
  }

  /// The verdict in the table.
  String cell() {
    if (refusal == null) {
      return "allowed";
    }
    String rule = defect == null ? "" : " (" + defect.label() + ")";
    return "`%s`%s: \"%s\"".formatted(refusal.getSimpleName(), rule, phrase);
  }

  /// What the level without scopes makes of it, in the table.
  String cellAtFast() {
    return allows(Checks.FAST) && refusal != null ? "**not seen**" : "same";
  }
}
