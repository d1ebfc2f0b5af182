package dev.freehold.testkit;

import dev.freehold.alloc.Allocator;
import dev.freehold.alloc.Verifiable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A JUnit extension that runs `verify()` after every test, on each allocator that a field of the
/// test holds and on each that the test registered.
///
/// Three ways to use it:
///
/// ```text
/// @ExtendWith(VerifyAfterEach.class)                                  on a test class
/// junit.jupiter.extensions.autodetection.enabled=true                 for all tests of a module
/// @RegisterExtension final VerifyAfterEach verify = new VerifyAfterEach();   in a test class, and
///     allocator = verify.watch(new BestFit(region))                   for allocators in no field
/// ```
///
/// It runs after the test method and before `@AfterEach`, so the region is still open. A field
/// counts by its declared type: anything that is [Verifiable] or an [Allocator].
public final class VerifyAfterEach implements AfterTestExecutionCallback {
  private final Set<Verifiable> watched = identitySet();

  /// Creates an extension that watches the fields alone.
  public VerifyAfterEach() {}

  private static Set<Verifiable> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /// Verifies something after this test, too.
  ///
  /// @param verifiable what to verify
  /// @return the same
  /// @param <T> its type
  public <T extends Verifiable> T watch(T verifiable) {
    watched.add(verifiable);
    return verifiable;
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Set<Verifiable> all = identitySet();
    all.addAll(watched);
    watched.clear();
    for (Object test : context.getRequiredTestInstances().getAllInstances()) {
      for (Class<?> type = test.getClass(); type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (isAllocator(field.getType()) && read(field, test) instanceof Verifiable verifiable) {
            all.add(verifiable);
          }
        }
      }
    }
    all.forEach(Verifiable::verify);
  }

  private static boolean isAllocator(Class<?> type) {
    return Verifiable.class.isAssignableFrom(type) || Allocator.class.isAssignableFrom(type);
  }

  private static @Nullable Object read(Field field, Object test) {
    try {
      if (field.trySetAccessible()) {
        return field.get(Modifier.isStatic(field.getModifiers()) ? null : test);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e); // excluded by the line before
    }
    throw new ExtensionConfigurationException(
        "cannot read the field %s to verify it: open its package, 'opens %s to dev.freehold.testkit', or register the allocator with watch()"
            .formatted(field, field.getDeclaringClass().getPackageName()));
  }
}
