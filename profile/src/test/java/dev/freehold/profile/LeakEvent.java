package dev.freehold.profile;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("freehold.Leak")
@StackTrace(false)
final class LeakEvent extends Event {
  String heap = "";
  String kind = "";
  long blocks;
  long bytes;
  String site = "";
  String stack = "";
}
