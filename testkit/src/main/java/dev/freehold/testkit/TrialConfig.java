package dev.freehold.testkit;

import dev.freehold.Checks;
import dev.freehold.Limit;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// What the annotations say of one test, or of one class for what is outside of its tests.
///
/// @param name what messages call it
/// @param grace how long others have to free what they hold, or `null` where leaks are not looked
///   for
/// @param level that of the heaps that are opened in it, or `null` where nothing is said
/// @param limitBytes the most that its heaps commit together, [Limit#NONE] for no limit
/// @param order whether other tests may run at the same time
record TrialConfig(
    String name, @Nullable Duration grace, @Nullable Checks level, long limitBytes, Order order) {

  /// How the tests of the run follow each other.
  enum Order {
    /// One after the other.
    SEQUENTIAL,
    /// Several at once.
    PARALLEL
  }

  /// What others have where nothing is said.
  static final long GRACE_MILLIS = 1000;

  private static final String EVERYWHERE = "freehold.noleaks";
  private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

  /// What the annotations on the element of a context say, or those around.
  ///
  /// @return `null` if there is none
  /// @throws ExtensionConfigurationException in one line, if one of them is malformed
  static @Nullable TrialConfig of(ExtensionContext context) {
    NoLeaks noLeaks = nearest(context, NoLeaks.class);
    Checked checked = nearest(context, Checked.class);
    LimitOffHeap limit = nearest(context, LimitOffHeap.class);
    boolean isLookedAt = noLeaks != null || isTrue(context, EVERYWHERE);
    if (!isLookedAt && checked == null && limit == null) {
      return null;
    }
    String name = nameOf(context);
    long graceMillis = noLeaks == null ? GRACE_MILLIS : noLeaks.graceMillis();
    return new TrialConfig(
        name,
        isLookedAt ? grace(graceMillis, name) : null,
        checked == null ? null : checked.value(),
        limit == null ? Limit.NONE : bytes(limit, name),
        isTrue(context, PARALLEL) ? Order.PARALLEL : Order.SEQUENTIAL);
  }

  private static boolean isTrue(ExtensionContext context, String parameter) {
    return context.getConfigurationParameter(parameter).map(Boolean::parseBoolean).orElse(false);
  }

  private static <A extends Annotation> @Nullable A nearest(
      ExtensionContext context, Class<A> type) {
    Optional<ExtensionContext> at = Optional.of(context);
    while (at.isPresent()) {
      Optional<AnnotatedElement> element = at.get().getElement();
      Optional<A> found = element.flatMap(each -> AnnotationSupport.findAnnotation(each, type));
      if (found.isPresent()) {
        return found.get();
      }
      at = at.get().getParent();
    }
    return null;
  }

  private static String nameOf(ExtensionContext context) {
    StringBuilder name = new StringBuilder();
    context.getTestClass().ifPresent(type -> name.append(type.getSimpleName()));
    context
        .getTestMethod()
        .ifPresent(method -> {
          name.append('.').append(method.getName());
          if (!context.getDisplayName().startsWith(method.getName() + "(")) {
            name.append(' ').append(context.getDisplayName());
          }
        });
    return name.toString();
  }

  private static Duration grace(long millis, String name) {
    if (millis < 0) {
      throw new ExtensionConfigurationException(
          "@NoLeaks of %s: graceMillis is %d: must not be negative; 0 waits for nobody"
              .formatted(name, millis));
    }
    return Duration.ofMillis(millis);
  }

  private static long bytes(LimitOffHeap limit, String name) {
    try {
      return Limit.parse(limit.value());
    } catch (IllegalArgumentException e) {
      throw new ExtensionConfigurationException(
          "@LimitOffHeap of %s: %s".formatted(name, e.getMessage()));
    }
  }
}
