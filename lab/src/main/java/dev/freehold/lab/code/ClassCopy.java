package dev.freehold.lab.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/// A class defined anew from the bytes of another, as a hidden class.
///
/// The JIT keeps one profile per method of a class. A loop that serves six allocators meets six
/// receiver types at its call of `allocate`, gives up inlining there, and so measures the call
/// rather than the allocator. A copy of the loop per allocator has a profile of its own, meets one
/// receiver, and is compiled the way a program with one allocator would be. Method handles in
/// `static final` fields of a copy are constants, which is what makes a downcall direct.
public final class ClassCopy {
  private ClassCopy() {}

  /// Defines a copy and creates an instance of it with its constructor without parameters.
  ///
  /// @param <T> what the copy is used as
  /// @param owner the full access of a class in the template's package
  /// @param template the class to copy: it must not have nested classes or lambdas
  /// @param data what `MethodHandles.classData` returns in the copy
  /// @param type an interface of the template
  /// @return an instance of the copy
  public static <T> T of(Lookup owner, Class<? extends T> template, Object data, Class<T> type) {
    try {
      Lookup copy = owner.defineHiddenClassWithClassData(bytesOf(template), data, true);
      Object instance =
          copy.findConstructor(copy.lookupClass(), MethodType.methodType(void.class)).invoke();
      return type.cast(instance);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("no copy of " + template + " can be defined", e);
    }
  }

  private static byte[] bytesOf(Class<?> template) {
    String name = template.getName();
    String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
    try (InputStream in = template.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the class file of " + name + " is not readable");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
