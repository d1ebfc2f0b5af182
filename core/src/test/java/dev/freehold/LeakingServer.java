package dev.freehold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A server of many sites: handlers that take a buffer for a request, caches that keep entries for
/// a while, and one handler that forgets one block in a thousand of all that are taken.
final class LeakingServer implements AutoCloseable {
  /// The method that leaks.
  static final String LEAK = "readSession";

  private static final int FORGETS = 1_000;

  /// What becomes of the blocks that are forgotten.
  enum Fate {
    /// None is: the twin without a leak.
    CLOSED,
    /// They stay in a list that nobody looks at.
    KEPT,
    /// Nothing refers to them.
    DROPPED
  }

  private final Heap heap;
  private final Fate fate;
  private final Random random;
  private final int sessionBytes;
  private final List<Runnable> handlers = new ArrayList<>();
  private final List<ArrayDeque<Block>> caches = new ArrayList<>();
  private final List<Block> forgotten = new ArrayList<>();
  private long taken;
  private long leaks;

  LeakingServer(Heap heap, Fate fate, long seed) {
    this(heap, fate, seed, 8_000);
  }

  /// @param sessionBytes the mean size of what is forgotten
  LeakingServer(Heap heap, Fate fate, long seed, int sessionBytes) {
    this.heap = heap;
    this.sessionBytes = sessionBytes;
    this.fate = fate;
    this.random = new Random(seed);
    handlers.add(() -> use(take(64)));
    handlers.add(() -> use(take(128)));
    handlers.add(() -> use(take(256)));
    handlers.add(() -> use(take(300)));
    handlers.add(() -> use(take(500)));
    handlers.add(() -> use(take(1_000)));
    handlers.add(() -> use(take(2_000)));
    handlers.add(() -> use(take(4_000)));
    handlers.add(() -> use(take(9_000)));
    handlers.add(this::readSession);
    handlers.add(() -> cache(0, take(200)));
    handlers.add(() -> cache(1, take(700)));
    handlers.add(() -> cache(2, take(1_500)));
    for (int i = 0; i < 3; i++) {
      caches.add(new ArrayDeque<>());
    }
  }

  /// How many blocks have been forgotten.
  long leaks() {
    return leaks;
  }

  /// Serves requests.
  void serve(int requests) {
    for (int i = 0; i < requests; i++) {
      handlers.get(random.nextInt(handlers.size())).run();
    }
  }

  private Block take(int bytes) {
    taken++;
    return heap.allocate(bytes / 2 + random.nextInt(bytes));
  }

  private static void use(Block block) {
    block.segment().fill((byte) 1);
    block.close();
  }

  private void cache(int number, Block entry) {
    ArrayDeque<Block> entries = caches.get(number);
    entries.addLast(entry);
    int most = 150 + random.nextInt(100); // as caches that also evict by age
    while (entries.size() > most) {
      entries.removeFirst().close();
    }
  }

  private void readSession() {
    Block session = take(sessionBytes);
    if (fate != Fate.CLOSED && taken / FORGETS > leaks) {
      leaks++;
      if (fate == Fate.KEPT) {
        forgotten.add(session);
      }
    } else {
      use(session);
    }
  }

  /// Closes the blocks of the list, as nobody does in a real server.
  void closeForgotten() {
    forgotten.forEach(Block::close);
    forgotten.clear();
  }

  @Override
  public void close() {
    caches.forEach(entries -> entries.forEach(Block::close));
    caches.forEach(ArrayDeque::clear);
  }
}
