package dev.freehold.os;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/// Operating systems whose calls a test watches, answers or refuses.
public final class Intercepted {
  private Intercepted() {}

  /// Sees a call before it is made.
  public interface Interceptor {
    /// @return the answer, or nothing to pass the call on
    Optional<Object> call(String name, Object[] arguments);
  }

  /// An operating system whose calls are seen first.
  public static Os of(Os os, Interceptor interceptor) {
    return (Os)
        Proxy.newProxyInstance(
            Os.class.getClassLoader(),
            new Class<?>[] {Os.class},
            (proxy, method, arguments) -> {
              Optional<Object> answer = interceptor.call(method.getName(), arguments);
              if (answer.isPresent()) {
                return answer.get();
              }
              try {
                return method.invoke(os, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
