package dev.freehold.profile;

import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;

/// A call on a stack.
///
/// @param type the class, in dots; empty for a remark such as `[truncated]`
/// @param method its method, or the remark
/// @param line in the source file, whose name a recording does not keep; 0 where it is not known
public record Frame(String type, String method, int line) {
  static final Frame TRUNCATED = new Frame("", "[truncated]", 0);
  static final Frame UNKNOWN = new Frame("", "[no stack]", 0);

  /// What differs from run to run in the names of classes that have no file.
  private static final Pattern ADDRESS = Pattern.compile("[/.+]0x[0-9a-fA-F]+(/0x[0-9a-fA-F]+)?");

  static Frame of(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod();
    if (method == null) {
      return UNKNOWN;
    }
    String type = ADDRESS.matcher(method.getType().getName()).replaceAll("");
    return new Frame(type.replace('/', '.'), method.getName(), Math.max(frame.getLineNumber(), 0));
  }

  /// The method with its class, as flame graphs name it.
  ///
  /// @return `type.method`
  public String name() {
    return type.isEmpty() ? method : type + "." + method;
  }

  @Override
  public String toString() {
    return line == 0 ? name() : name() + ":" + line;
  }

  /// Whether it is a method of Freehold that a program calls to take a block, or below.
  boolean isFreehold() {
    return isIn("dev.freehold")
        || isIn("dev.freehold.alloc")
        || isIn("dev.freehold.guard")
        || isIn("dev.freehold.os")
        || isIn("dev.freehold.region")
        || isIn("dev.freehold.track");
  }

  boolean isJdk() {
    return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
  }

  private boolean isIn(String packageName) {
    return type.startsWith(packageName) && type.lastIndexOf('.') == packageName.length();
  }

  boolean isRemark() {
    return type.isEmpty();
  }
}
