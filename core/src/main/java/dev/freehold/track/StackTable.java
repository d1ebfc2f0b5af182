package dev.freehold.track;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// The stacks that took sampled blocks, each once.
///
/// At most about [#MOST] of them, some kilobytes each; what is taken by any further one is summed
/// under one stack without calls. The classes of the stacks are not unloaded while the table lives.
///
/// Safe for use by many threads. A stack is found with one look-up and no lock. An epoch is the
/// time between two calls of [#endEpoch].
///
/// | field | read | written | guard |
/// |---|---|---|---|
/// | `stacks` | | | a concurrent map |
/// | `epoch` | volatile | volatile | this |
public final class StackTable {
  /// The most stacks that are told apart, but for a few that threads add at the same moment.
  public static final int MOST = 4_096;

  private final ConcurrentHashMap<Calls, Stack> stacks = new ConcurrentHashMap<>();
  private final Stack others = new Stack(Site.nowhere(), 0);
  private volatile int epoch;

  private final int most;

  /// Makes a table without stacks.
  public StackTable() {
    this(MOST);
  }

  StackTable(int most) {
    this.most = most;
  }

  /// The stack that led here.
  ///
  /// @return the one object for it, or [#others] where the table is full
  public Stack here() {
    Calls calls = Calls.here();
    Stack known = stacks.get(calls);
    return known == null ? intern(calls) : known;
  }

  private Stack intern(Calls calls) {
    if (stacks.mappingCount() >= most) {
      return others;
    }
    Stack made = new Stack(Site.trace(), calls.visible() + 1);
    Stack before = stacks.putIfAbsent(calls, made);
    return before == null ? made : before;
  }

  /// What stands for the stacks that are not told apart.
  ///
  /// @return a stack without calls
  public Stack others() {
    return others;
  }

  /// All stacks, that of the others included.
  ///
  /// @return a copy
  public List<Stack> all() {
    List<Stack> all = new ArrayList<>(stacks.values());
    all.add(others);
    return all;
  }

  /// The number of the epoch, from 0 on.
  int epoch() {
    return epoch;
  }

  /// Ends an epoch: notes what each stack has in use, in time linear in the stacks.
  public synchronized void endEpoch() {
    int ended = epoch;
    for (Stack stack : all()) {
      stack.tally().endEpoch(ended);
    }
    epoch = ended + 1;
  }
}
