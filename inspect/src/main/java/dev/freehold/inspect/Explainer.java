package dev.freehold.inspect;

import java.util.List;

/// Explains the resident memory of a process.
public final class Explainer {
  private Explainer() {}

  /// Explains a process: asks it what it can say of itself, then reads its mappings once.
  ///
  /// The mappings are read last, so that what the asking itself costs the JVM, a thread and some
  /// hundred KiB, is in both. Takes some tenths of a second, and no longer than a minute where the
  /// JVM is stuck.
  ///
  /// @param target the process
  /// @return where its memory is
  /// @throws TargetException if there is no such process, or it must not be looked at
  public static Explanation explain(Target target) throws TargetException {
    Evidence evidence = Evidence.of(target, target.mappings());
    List<Mapping> mappings = target.mappings();
    return Reckoning.explain(target.pid(), mappings, evidence, Residency.of(target));
  }
}
