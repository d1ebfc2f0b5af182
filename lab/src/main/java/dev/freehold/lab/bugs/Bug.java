package dev.freehold.lab.bugs;

import dev.freehold.Checks;
import dev.freehold.Defect;
import dev.freehold.Heap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A small program with a memory bug, and its twin without.
public final class Bug {
  private final Method bad;
  private final Method good;
  private final Planted mark;

  private Bug(Method bad, Method good, Planted mark) {
    this.bad = bad;
    this.good = good;
    this.mark = mark;
  }

  /// Finds the twin of a program.
  static Bug of(Method bad) {
    try {
      Method good = bad.getDeclaringClass().getDeclaredMethod(bad.getName() + "Fixed", Heap.class);
      return new Bug(bad, good, bad.getAnnotation(Planted.class));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(bad + " has no twin beside it", e);
    }
  }

  /// What commands call it.
  ///
  /// @return for example `segment-after-close`
  public String name() {
    return bad.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /// What it is.
  ///
  /// @return the defect that a report names, or comes closest to
  public Defect defect() {
    return mark.value()[0];
  }

  /// Whether a report with this defect is a report of this bug.
  ///
  /// @param reported of the report
  /// @return for most bugs, whether it is theirs
  public boolean fits(Defect reported) {
    return Arrays.asList(mark.value()).contains(reported);
  }

  /// The weakness that it is a shape of.
  ///
  /// @return for example `CWE-416`
  public String origin() {
    return mark.origin();
  }

  /// Whether it is found: what is written by address within one block is not.
  ///
  /// @return whether it is, from [#level] on
  public boolean isFound() {
    return mark.isFound();
  }

  /// The least level at which it is found for certain, if it is found.
  ///
  /// @return a level
  public Checks level() {
    return mark.level();
  }

  /// The least level at which the report has all it can say: where the block was taken and freed.
  ///
  /// @return [Checks#FULL] or above
  public Checks levelWithStacks() {
    return mark.level().compareTo(Checks.FULL) < 0 ? Checks.FULL : mark.level();
  }

  /// Its lines in the source.
  ///
  /// @return the lines of the program, its twin and what both call
  public BugSource source() {
    return BugSource.of(bad);
  }

  /// The program.
  ///
  /// @return what runs it
  public Program program() {
    return heap -> run(bad, heap);
  }

  /// The twin.
  ///
  /// @return what runs it
  public Program twin() {
    return heap -> run(good, heap);
  }

  private static void run(Method method, Heap heap) throws Throwable {
    try {
      method.invoke(null, heap);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /// All bugs, by origin and name.
  ///
  /// @return a list that never changes
  public static List<Bug> all() {
    return Catalog.BUGS;
  }

  @Override
  public String toString() {
    return name();
  }
}
