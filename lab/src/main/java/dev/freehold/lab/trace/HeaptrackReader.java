package dev.freehold.lab.trace;

import dev.freehold.lab.input.Lines;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Reads what `heaptrack -r PROGRAM` records, whose numbers are all hexadecimal.
///
/// ```text
/// v 10400 3               version of heaptrack and of the format; the first line
/// + 11c00 4 5649c7fa3540  allocated: size, call stack, address
/// - 5649c7fa3540          freed: address
/// x X I S A m t c R       program, machine, modules, call stacks, time, resident pages: not used
/// ```
///
/// A reallocation is recorded as a free and an allocation. Two things in a recording cannot be
/// replayed, and are counted and noted: a free of a block allocated before the recording began, and
/// an allocation at an address that is still live, whose free went unseen or was written later by
/// another thread; the older block is then freed first.
final class HeaptrackReader implements TraceReader {
  private static final String IGNORED = "vxXISAmtcR";
  private static final String INTERPRETED = "sia";

  @Override
  public boolean recognizes(Lines lines) {
    return lines.skip("v ");
  }

  @Override
  public Trace read(Lines lines, TraceBuilder trace, Consumer<String> notes) {
    int unknown = 0;
    int unseen = 0;
    do {
      int operation = lines.peek();
      if (operation == '+' && lines.skip("+ ")) {
        long bytes = lines.hexadecimal("size");
        lines.hexadecimal("call stack");
        long address = lastAddress(lines);
        if (trace.isLive(address)) {
          trace.free(lines.line(), address);
          unseen++;
        }
        trace.allocate(lines.line(), address, bytes);
      } else if (operation == '-' && lines.skip("- ")) {
        long address = lastAddress(lines);
        if (trace.isLive(address)) {
          trace.free(lines.line(), address);
        } else {
          unknown++;
        }
      } else if (IGNORED.indexOf(operation) < 0) {
        throw INTERPRETED.indexOf(operation) >= 0
            ? lines.error(
                "this heaptrack file is interpreted and has lost the addresses",
                "record the program with 'heaptrack -r'")
            : lines.error(
                "unknown operation '" + lines.text() + "'",
                "record the program with 'heaptrack -r' of version 1.4");
      }
    } while (lines.next());
    if (unknown > 0) {
      notes.accept(unknown + " frees of blocks that the recording does not know were left out");
    }
    if (unseen > 0) {
      notes.accept(unseen + " blocks were freed when their address was allocated again");
    }
    return trace.build(OptionalLong.empty());
  }

  private static long lastAddress(Lines lines) {
    long address = lines.hexadecimal("address");
    lines.expectEnd();
    return address;
  }
}
