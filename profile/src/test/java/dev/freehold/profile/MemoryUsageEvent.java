package dev.freehold.profile;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("freehold.MemoryUsage")
@StackTrace(false)
final class MemoryUsageEvent extends Event {
  String heap = "";
  String checks = "";
  long blocks;
  long requestedBytes;
  long allocatedBytes;
  long committedBytes;
  long limitBytes;
  long sampleInterval;
}
