package dev.freehold.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test that leaves blocks behind, or a heap that it opened, fails, with the places that took
/// them.
///
/// ```java
/// @NoLeaks
/// class OrdersTest {
///   @Test
///   void ordersAreFreed() {
///     try (Heap heap = Heap.open(HeapConfig.named("orders"));
///         Block order = heap.allocate(256)) {
///       order.segment().fill((byte) 1);
///     }
///   }
/// }
/// ```
///
/// | taken in | belongs to | looked at |
/// |---|---|---|
/// | a test, its constructor, `@BeforeEach`, `@AfterEach` | the test, each invocation apart | after `@AfterEach` |
/// | a dynamic test | the dynamic test | after it |
/// | `@BeforeAll`, `@AfterAll`, the constructor of a class with one instance | the class | after `@AfterAll` |
/// | a static initializer | nobody: it lives as long as the process | never |
///
/// Threads that a test starts, platform or virtual, take for that test. Heaps that are opened in a
/// test are at the level [dev.freehold.Checks#FULL] at least, so that the report has places;
/// [Checked] says otherwise. What it can tell of heaps that were there before, and of the threads
/// of a pool, is in docs/guide/testing.md.
///
/// Every test of a build is looked at where JUnit detects extensions by itself
/// (`junit.jupiter.extensions.autodetection.enabled=true`) and its parameter `freehold.noleaks` is
/// `true`.
///
/// The annotation of a method rules over that of its class, and that over the one of the class
/// around.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@ExtendWith(OffHeapExtension.class)
public @interface NoLeaks {
  /// How long other threads have to free what they hold when the test is over. A test that leaves
  /// nothing behind does not wait.
  ///
  /// @return milliseconds, at least 0
  long graceMillis() default TrialConfig.GRACE_MILLIS;
}
