package dev.freehold;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/// The figures of an open heap.
@Name("freehold.MemoryUsage")
@Label("Native Heap Usage")
@Category("Freehold")
@Description("The figures of a heap at one moment")
@StackTrace(false)
@Period("1 s")
final class MemoryUsageEvent extends Event {
  @Label("Heap")
  String heap = "";

  @Label("Checks")
  String checks = "";

  @Label("Blocks")
  long blocks;

  @Label("Requested")
  @DataAmount
  long requestedBytes;

  @Label("Allocated")
  @DataAmount
  long allocatedBytes;

  @Label("Committed")
  @DataAmount
  long committedBytes;

  @Label("Limit")
  @Description("The most bytes that may be committed; 0 without a limit")
  @DataAmount
  long limitBytes;

  @Label("Sample Interval")
  @Description("The mean number of bytes from one sampled block to the next; 0 without samples")
  @DataAmount
  long sampleInterval;
}
