package dev.freehold.track;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// A place in the code, with the calls that led there, the thread and the moment.
///
/// What is kept is the JVM's own record of the stack; names and lines are looked up when asked for.
/// To take one costs some hundred nanoseconds and more with the depth of the stack.
public final class Site {
  private static final StackTraceElement UNKNOWN =
      new StackTraceElement("unknown", "unknown", null, -1);

  private final Throwable trace;
  private final int depth;
  private final String thread;
  private final long nanos = System.nanoTime();

  /// @param depth how many calls of the trace are of this site, from the latest on
  Site(Thread thread, Throwable trace, int depth) {
    this.trace = trace;
    this.depth = depth;
    this.thread = thread.getName().isEmpty() ? "#" + thread.threadId() : thread.getName();
  }

  /// Where this thread is.
  ///
  /// @return the calls that led here
  public static Site here() {
    return new Site(Thread.currentThread(), new Trace(), Integer.MAX_VALUE);
  }

  /// The calls that led here, as the JVM keeps them.
  static Throwable trace() {
    return new Trace();
  }

  /// No calls.
  static Throwable nowhere() {
    return new Trace(new StackTraceElement[0]);
  }

  /// Where something was thrown, on this thread.
  ///
  /// @param thrown caught on this thread
  /// @return the calls that led there
  public static Site of(Throwable thrown) {
    return new Site(Thread.currentThread(), thrown, Integer.MAX_VALUE);
  }

  /// The calls, the latest first, from the first one outside of Freehold on.
  ///
  /// @return at least one
  public List<StackTraceElement> frames() {
    return frames(trace, depth);
  }

  static List<StackTraceElement> frames(Throwable trace, int depth) {
    StackTraceElement[] all = trace.getStackTrace();
    int end = Math.min(depth, all.length);
    int first = 0;
    while (first < end && isOurs(all[first])) {
      first++;
    }
    return first == end ? List.of(UNKNOWN) : Arrays.asList(all).subList(first, end);
  }

  /// The latest call outside of Freehold and the JDK.
  ///
  /// @return where the program was
  public StackTraceElement place() {
    return placeIn(frames());
  }

  /// The latest call outside of Freehold and the JDK.
  ///
  /// @param frames the latest first, at least one
  /// @return where the program was
  public static StackTraceElement placeIn(List<StackTraceElement> frames) {
    for (StackTraceElement frame : frames) {
      if (!isOurs(frame) && !isOfJdk(frame)) {
        return frame;
      }
    }
    return frames.getFirst();
  }

  /// A call in one line.
  ///
  /// @param call a frame of a stack
  /// @return for example `shop.Basket.add(Basket.java:31)`
  public static String line(StackTraceElement call) {
    return "%s.%s(%s:%d)"
        .formatted(
            call.getClassName(), call.getMethodName(), call.getFileName(), call.getLineNumber());
  }

  /// The name of the thread.
  ///
  /// @return its name, or `#` and its number where it has none
  public String thread() {
    return thread;
  }

  /// When it was taken.
  ///
  /// @return as [System#nanoTime]
  public long nanos() {
    return nanos;
  }

  private static boolean isOurs(StackTraceElement frame) {
    String type = frame.getClassName();
    int inner = type.indexOf('$');
    String outer = inner < 0 ? type : type.substring(0, inner);
    int dot = outer.lastIndexOf('.');
    return dot > 0
        && (PACKAGES.contains(outer.substring(0, dot))
            || outer.startsWith(ROOT) && CLASSES.contains(outer.substring(ROOT.length())));
  }

  private static final String ROOT = "dev.freehold.";

  private static final Set<String> PACKAGES =
      Set.of(
          "dev.freehold.os",
          "dev.freehold.region",
          "dev.freehold.alloc",
          "dev.freehold.track",
          "dev.freehold.guard");

  /// Those of the package above that a stack may lead through.
  private static final Set<String> CLASSES =
      Set.of(
          "Block",
          "BlockReports",
          "Borrow",
          "Checker",
          "Counted",
          "CountedHolders",
          "Handles",
          "Heap",
          "HeapAllocator",
          "HeapArena",
          "HeapCharge",
          "HeapLifetime",
          "Holders",
          "Lease",
          "LeaseParcel",
          "Lender",
          "Parcel",
          "Pool",
          "RecordPool",
          "RecordedBlocks",
          "Refusals",
          "Shared",
          "SizeException",
          "StrayAddress",
          "Tracker",
          "Values",
          "Weak");

  private static boolean isOfJdk(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
  }

  @Override
  public String toString() {
    return "at %s on thread %s".formatted(line(place()), thread);
  }

  /// The stack alone: no message, nothing suppressed.
  private static final class Trace extends Throwable {
    private static final long serialVersionUID = 1;

    Trace() {
      super(null, null, false, true);
    }

    Trace(StackTraceElement[] calls) {
      super(null, null, false, true);
      setStackTrace(calls);
    }
  }
}
