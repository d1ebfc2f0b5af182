package dev.freehold.testkit;

import dev.freehold.Checks;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The heaps that a test opens are at this level, whatever their configuration says. Tests that run
/// at the same time have each their own.
///
/// The system property [Checks#PROPERTY] rules over it, so that one switch turns all heaps of a
/// build to a level.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(OffHeapExtension.class)
public @interface Checked {
  /// How much is checked.
  ///
  /// @return the level
  Checks value() default Checks.FULL;
}
