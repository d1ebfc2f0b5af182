package dev.freehold.track;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;

/// The latest calls of a thread, told apart by class and bytecode index, without any name.
///
/// ```text
/// types    | Heap | Basket | Server | ..     depth of them, the latest first
/// indexes  |   41 |     12 |    103 | ..
/// ```
///
/// Two methods of one class that are called from the same place, at the same index, are the same
/// method; frames that the JVM hides tell lambdas apart.
final class Calls {
  /// How many calls are told apart, those that the JVM hides included. Its cost is linear in this,
  /// and does not depend on how deep the stack is.
  static final int DEPTH = 32;

  private static final StackWalker WALKER =
      StackWalker.getInstance(
          Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES), DEPTH);

  private final Class<?>[] types = new Class<?>[DEPTH];
  private final int[] indexes = new int[DEPTH];
  private int depth;
  private int hash;

  private Calls() {}

  /// The calls that led here.
  static Calls here() {
    return WALKER.walk(Calls::of);
  }

  private static Calls of(Stream<StackFrame> frames) {
    Calls calls = new Calls();
    Iterator<StackFrame> each = frames.iterator();
    while (calls.depth < DEPTH && each.hasNext()) {
      StackFrame frame = each.next();
      calls.add(frame.getDeclaringClass(), frame.getByteCodeIndex());
    }
    return calls;
  }

  private void add(Class<?> type, int index) {
    types[depth] = type;
    indexes[depth] = index;
    hash = 31 * (31 * hash + System.identityHashCode(type)) + index;
    depth++;
  }

  /// How many of the calls a stack trace shows, about.
  int visible() {
    int visible = 0;
    for (int i = 0; i < depth; i++) {
      visible += types[i].isHidden() ? 0 : 1;
    }
    return visible;
  }

  @Override
  public int hashCode() {
    return hash ^ hash >>> 16;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Calls calls
        && hash == calls.hash
        && depth == calls.depth
        && Arrays.equals(indexes, calls.indexes)
        && Arrays.equals(types, calls.types);
  }
}
