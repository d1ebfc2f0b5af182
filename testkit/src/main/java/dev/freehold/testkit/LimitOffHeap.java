package dev.freehold.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A limit on what the heaps that a test opens commit together. Going above it is refused, with an
/// error that names who holds most.
///
/// ```text
/// @Test
/// @LimitOffHeap("24MB")
/// void sortsInLittleMemory() { ... }
/// ```
///
/// It counts what is committed, so in steps of a heap, 64 KiB where nothing is said. The checks of
/// the level [dev.freehold.Checks#FULL] cost memory, which counts too: with [NoLeaks], leave room
/// for canaries, or say `@Checked(Checks.SCOPED)`.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(OffHeapExtension.class)
public @interface LimitOffHeap {
  /// The most, as [dev.freehold.Limit#parse] reads it.
  ///
  /// @return for example `24MB`; units are powers of 1024
  String value();
}
