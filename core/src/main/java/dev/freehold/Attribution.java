package dev.freehold;

import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// Says to whom heaps and blocks are put down, such as the test that runs: what a test framework
/// installs to tell whose leak a leak is.
///
/// One is in force for the whole process, from [#install] until its registration is closed. Where
/// none is, a heap pays one read of a field when it is opened, and one for each recorded block.
///
/// All methods are called by the thread that opens the heap or takes the block, by many threads at
/// once. What they throw comes out of the call of that thread. [#taker] may be called under a lock
/// of the heap, and so uses no heap.
public interface Attribution {
  /// A heap is about to be opened.
  ///
  /// @param config what the program says
  /// @return what is done, mostly the same; [Checks#PROPERTY] rules over its level
  HeapConfig opening(HeapConfig config);

  /// A heap was opened, and is about to be one of [Heap#mapped]. Where this throws, it is not.
  ///
  /// @param heap with no block yet
  /// @param where the place that opened it
  void opened(Heap heap, Site where);

  /// Whom the block that this thread is about to take is put down to. Asked for blocks that are
  /// recorded: all from [Checks#FULL] on, a sample at [Checks#SAMPLED].
  ///
  /// @return kept for as long as the block is recorded, for [HeldBlock#taker]; `null` for nobody
  @Nullable Object taker();

  /// Whether to refuse the block that this thread is about to take, as if there were no room. Asked
  /// from [Checks#FULL] on.
  ///
  /// @param heap of which a block is asked
  /// @param bytes its size
  /// @return why, in a few words for the message; `null` to grant it
  @Nullable String refusal(Heap heap, long bytes);

  /// Puts an attribution into force.
  ///
  /// @param attribution asked from now on, about heaps opened before as well
  /// @return to be closed when it is no longer to be asked
  /// @throws IllegalStateException if another one is in force
  static Registration install(Attribution attribution) {
    return Takers.install(attribution);
  }
}
