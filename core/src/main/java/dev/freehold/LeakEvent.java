package dev.freehold;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// Blocks of one site have leaked, or may have.
@Name("freehold.Leak")
@Label("Native Memory Leak")
@Category("Freehold")
@Description("Blocks that one site took and nobody freed")
@StackTrace(false)
final class LeakEvent extends Event {
  @Label("Heap")
  String heap = "";

  @Label("Kind")
  @Description("held, lost or growing")
  String kind = "";

  @Label("Blocks")
  @Description("Estimated where blocks are sampled")
  long blocks;

  @Label("Bytes")
  @DataAmount
  long bytes;

  @Label("Site")
  String site = "";

  @Label("Stack")
  @Description("The calls that took the blocks, the latest first, one in each line")
  @Nullable String stack;
}
