package dev.freehold;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;
import org.jspecify.annotations.Nullable;

/// A rule of memory was broken. Its stack trace is where the block was used.
@Name("freehold.Violation")
@Label("Native Memory Violation")
@Category("Freehold")
@Description("A use of memory against a rule was refused or found")
@StackTrace
@Throttle("1000/s")
final class ViolationEvent extends Event {
  @Label("Heap")
  @Nullable String heap;

  @Label("Defect")
  String defect = "";

  @Label("What")
  String what = "";

  @Label("Block")
  String block = "";

  @Label("Taken")
  @Description("The calls that took the block, where they are recorded")
  @Nullable String taken;

  @Label("Freed")
  @Description("The calls that freed the block, where they are recorded")
  @Nullable String freed;
}
