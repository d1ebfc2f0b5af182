package dev.freehold.alloc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// Handles of fields that several threads change.
final class Atomics {
  private Atomics() {}

  /// The handle of a field of the class that looks it up.
  static VarHandle field(MethodHandles.Lookup lookup, String name, Class<?> type) {
    try {
      return lookup.findVarHandle(lookup.lookupClass(), name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
