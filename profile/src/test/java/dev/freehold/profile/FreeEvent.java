package dev.freehold.profile;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

@Name("freehold.Free")
@StackTrace(false)
final class FreeEvent extends Event {
  String heap = "";
  long sample;
  long size;
  double weight;
  @Timespan long lifetime;
  boolean temporary;
}
