package dev.freehold.lab.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Each copy is a class of its own with data of its own.
class ClassCopyTest {
  /// Supplies the data of its class.
  static final class Template implements Supplier<String> {
    Template() {}

    @Override
    public String get() {
      try {
        return MethodHandles.classData(
            MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, String.class);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void copiesShareNothing() {
    Supplier<?> one = ClassCopy.of(MethodHandles.lookup(), Template.class, "one", Supplier.class);
    Supplier<?> two = ClassCopy.of(MethodHandles.lookup(), Template.class, "two", Supplier.class);
    assertThat(one.getClass()).isNotEqualTo(two.getClass()).isNotEqualTo(Template.class);
    assertThat(one.getClass().isHidden()).isTrue();
    assertThat(one.get()).isEqualTo("one");
    assertThat(two.get()).isEqualTo("two");
  }
}
