package dev.freehold.races;

import dev.freehold.os.Os;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/// This machine's operating system, with its reservations counted.
final class CountedOs {
  private final AtomicInteger mapped = new AtomicInteger();

  /// How many reservations were made and not yet released.
  int mapped() {
    return mapped.get();
  }

  /// The system to open heaps on.
  Os os() {
    Os served = Os.current();
    return (Os)
        Proxy.newProxyInstance(
            Os.class.getClassLoader(),
            new Class<?>[] {Os.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(served, arguments);
                switch (method.getName()) {
                  case "reserve" -> mapped.incrementAndGet();
                  case "reserveAt" -> mapped.addAndGet(Boolean.TRUE.equals(result) ? 1 : 0);
                  case "release" -> mapped.decrementAndGet();
                  default -> {}
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
