package dev.freehold;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/// A recorded block was taken.
@Name("freehold.Allocation")
@Label("Native Block Taken")
@Category("Freehold")
@Description("A block of a heap that is sampled, or recorded like all others, was taken")
@StackTrace
@Throttle("1000/s")
final class AllocationEvent extends Event {
  @Label("Heap")
  String heap = "";

  @Label("Sample")
  @Description("The same in the event of the free; unique in the process")
  long sample;

  @Label("Size")
  @DataAmount
  long size;

  @Label("Weight")
  @Description("How many blocks it stands for")
  double weight;
}
