package dev.freehold.profile;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("freehold.Allocation")
@StackTrace
final class AllocationEvent extends Event {
  String heap = "";
  long sample;
  long size;
  double weight;
}
