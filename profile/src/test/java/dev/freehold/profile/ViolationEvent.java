package dev.freehold.profile;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("freehold.Violation")
@StackTrace
final class ViolationEvent extends Event {
  String heap = "";
  String defect = "";
  String what = "";
  String block = "";
  String taken = "";
  String freed = "";
}
