package dev.freehold.testkit;

import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// The JUnit extension behind [NoLeaks], [LimitOffHeap] and [Checked]: each of them brings it
/// along.
///
/// It also resolves parameters of the type [Heap]: a heap of its own for each, with the name of the
/// test, closed after it.
///
/// A trial begins with the first of the constructor, the parameters and the callbacks of a test,
/// and ends when JUnit closes what extensions keep for it, the first kept last: so what is closed
/// with the test is not left behind. Whatever an extension closes that was registered before this
/// one is; register this one first.
public final class OffHeapExtension
    implements BeforeAllCallback, BeforeEachCallback, InvocationInterceptor, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(OffHeapExtension.class);
  private static final String CLOSING =
      "junit.jupiter.extensions.store.close.autocloseable.enabled";

  /// Creates the extension; JUnit does.
  public OffHeapExtension() {}

  /// The trial of a test, or of a class; begins it the first time.
  private static @Nullable Trial trialOf(ExtensionContext context) {
    TrialConfig config = TrialConfig.of(context);
    if (config == null) {
      return null;
    }
    if (context.getConfigurationParameter(CLOSING).filter("false"::equalsIgnoreCase).isPresent()) {
      throw new ExtensionConfigurationException(
          "%s is false: @NoLeaks, @LimitOffHeap and @Checked need it to be true"
              .formatted(CLOSING));
    }
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(context.getUniqueId(), id -> Trials.begin(config), Trial.class);
  }

  private static <T extends @Nullable Object> T within(
      Invocation<T> invocation, ExtensionContext context) throws Throwable {
    Trial trial = trialOf(context);
    return trial == null ? invocation.proceed() : within(trial, invocation);
  }

  private static <T extends @Nullable Object> T within(Trial trial, Invocation<T> invocation)
      throws Throwable {
    Trials.Entered entered = Trials.enter(trial);
    try {
      return invocation.proceed();
    } finally {
      entered.close();
    }
  }

  /// Constructors are looked at as part of the test, where each test has an instance of its own.
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    trialOf(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    trialOf(context);
  }

  @Override
  public <T> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> invoked,
      ExtensionContext context)
      throws Throwable {
    return within(invocation, context);
  }

  @Override
  public void interceptBeforeAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invoked,
      ExtensionContext context)
      throws Throwable {
    within(invocation, context);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invoked,
      ExtensionContext context)
      throws Throwable {
    within(invocation, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invoked,
      ExtensionContext context)
      throws Throwable {
    within(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invoked,
      ExtensionContext context)
      throws Throwable {
    within(invocation, context);
  }

  @Override
  public <T extends @Nullable Object> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> invoked,
      ExtensionContext context)
      throws Throwable {
    return within(invocation, context);
  }

  /// A dynamic test has no callbacks around it: its trial is this call.
  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext invoked,
      ExtensionContext context)
      throws Throwable {
    TrialConfig config = TrialConfig.of(context);
    if (config == null) {
      invocation.proceed();
      return;
    }
    try (Trial trial = Trials.begin(config)) {
      within(trial, invocation);
    }
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invoked,
      ExtensionContext context)
      throws Throwable {
    within(invocation, context);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> invoked,
      ExtensionContext context)
      throws Throwable {
    within(invocation, context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Heap.class && TrialConfig.of(context) != null;
  }

  @Override
  public Heap resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Trial trial = Objects.requireNonNull(trialOf(context));
    Trials.Entered entered = Trials.enter(trial);
    try {
      Heap heap = Heap.open(HeapConfig.named(trial.name()).withHeldListener(trial.heldListener()));
      context.getStore(NAMESPACE).put(heap, heap);
      return heap;
    } finally {
      entered.close();
    }
  }
}
