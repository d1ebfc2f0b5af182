package dev.freehold.lab.bugs;

import dev.freehold.Checks;
import dev.freehold.Defect;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a program with a bug. The method beside it, whose name ends in `Fixed`, is its twin
/// without the bug.
///
/// The lines that a report should name end in a comment: `// taken`, `// freed`, `// used`. They
/// belong to the program whose mark stands before them.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Planted {
  /// What a report may call the bug; the first is what it is.
  Defect[] value();

  /// The weakness that it is a shape of, for example `CWE-416`.
  String origin();

  /// The least level at which it is found for certain.
  Checks level() default Checks.SCOPED;

  /// Whether it is found at all.
  boolean isFound() default true;
}
