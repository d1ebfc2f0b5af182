package dev.freehold;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A block whose taking an event tells of was freed.
@Name("freehold.Free")
@Label("Native Block Freed")
@Category("Freehold")
@Description("A block that an Allocation event tells of was freed")
@StackTrace(false)
final class FreeEvent extends Event {
  @Label("Heap")
  String heap = "";

  @Label("Sample")
  @Description("The same as in the event of the allocation")
  long sample;

  @Label("Size")
  @DataAmount
  long size;

  @Label("Weight")
  @Description("How many blocks it stands for")
  double weight;

  @Label("Lifetime")
  @Timespan(Timespan.NANOSECONDS)
  long lifetime;

  @Label("Temporary")
  @Description("Freed by the thread that took it, within a millisecond")
  boolean temporary;
}
