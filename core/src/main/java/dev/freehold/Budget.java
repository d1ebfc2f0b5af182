package dev.freehold;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A named limit that is part of a tree of limits, such as process > tenant > query: what is
/// acquired from a budget counts against its own limit and against that of every budget above.
///
/// ```java
/// Budget process = Budget.root("process", Limit.parse("1g"));
/// try (Budget tenant = process.child("tenant-a", Limit.parse("256m"))) {
///   tenant.acquire(4096);
///   tenant.release(4096);
/// }
/// ```
///
/// ## What it promises
///
/// ```text
/// used(b) + reserved(b) <= limit(b)                     at every moment, under any races
/// used(b) = own use + sum of used(child)                at rest, to the byte
/// refused => used(b) + reserved(b) + bytes > limit(b)   at a moment within the call
/// ```
///
/// A limit of a child may be larger than what is left above it: the budget above still rules. The
/// sum of the limits of children may exceed the parent's.
///
/// ## Cost
///
/// Three ways to take and give bytes, from any thread, platform or virtual:
///
/// | | cost of a pair | for |
/// |---|---|---|
/// | [#acquire], [#release] | two uncontended compare-and-sets | anyone |
/// | [#credit], then [Credit#take], [Credit#give] | two plain reads and writes | a cache that one thread owns |
/// | [#reserve], then [Reservation#use] | a lock at both ends | a task that must not be refused halfway |
///
/// Once in a batch of up to 64 KiB, and always close to a limit, a call takes the lock of the tree.
/// A refusal, and a request that only other threads' credits can serve, takes time linear in the
/// stripes below the budget that is full. How it works is told in [BudgetTree].
///
/// A budget counts bytes that others hold; it holds no memory itself. Those of a heap are charged
/// to the budget of its configuration, [HeapConfig#withBudget], as it commits them. Over-releases
/// are noticed where they reach the tree, and by [#verify].
public final class Budget implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Budget.class.getName());
  private static final long BATCH = 64 << 10;
  private static final long SHARE =
      64; // of the least limit, that the stripes of a budget may hold twice
  private static final long ROOM = 8; // a batch takes at most this part of what is left

  final BudgetTree tree;
  final @Nullable Budget parent;
  final Stripes stripes = new Stripes();
  final AtomicLong reserved = new AtomicLong();
  final List<Budget> children = new ArrayList<>();
  final long mostBatch;
  long own;
  long committed;
  long charged;
  long peak;
  long refusals;
  int heaps;
  boolean closed;

  private final BudgetConfig config;
  private final long leastLimit;
  private volatile Pressure.Level level = Pressure.Level.LOW;
  private final Set<PressureListener> listeners = new CopyOnWriteArraySet<>();
  private final Set<BudgetHolders> holders = new CopyOnWriteArraySet<>();

  private Budget(BudgetConfig config, @Nullable Budget parent) {
    this.config = config;
    this.parent = parent;
    this.tree = parent == null ? new BudgetTree() : parent.tree;
    this.leastLimit =
        parent == null ? config.limitBytes() : Math.min(config.limitBytes(), parent.leastLimit);
    this.mostBatch = Math.min(BATCH, leastLimit / SHARE / Stripes.MOST);
  }

  /// The budget of this process, made once: how much memory it may use outside the Java heap.
  ///
  /// @return always the same; [ProcessLimit] says how large it is and why
  /// @throws IllegalStateException if nothing is left beside the Java heap
  /// @throws IllegalArgumentException if a system property is no size
  public static Budget process() {
    return OfProcess.get();
  }

  /// Makes a budget at the top of a tree of its own.
  ///
  /// @param name one part of a path in messages
  /// @param limitBytes the most that may be used at once, [Limit#NONE] for no limit
  /// @return a budget of which nothing is used
  public static Budget root(String name, long limitBytes) {
    return root(BudgetConfig.of(name, limitBytes));
  }

  /// Makes a budget at the top of a tree of its own.
  ///
  /// @param config how
  /// @return a budget of which nothing is used
  public static Budget root(BudgetConfig config) {
    return new Budget(config, null);
  }

  /// Makes a budget below this one. Takes the lock of the tree.
  ///
  /// @param childName one part of a path in messages
  /// @param childLimit the most that may be used of it at once, [Limit#NONE] for no limit of its
  ///   own
  /// @return a budget to close after use
  /// @throws IllegalStateException if this is closed
  public Budget child(String childName, long childLimit) {
    return child(BudgetConfig.of(childName, childLimit));
  }

  /// Makes a budget below this one. Takes the lock of the tree.
  ///
  /// @param child how
  /// @return a budget to close after use
  /// @throws IllegalStateException if this is closed
  public Budget child(BudgetConfig child) {
    Budget made = new Budget(child, this);
    tree.add(this, made);
    return made;
  }

  /// What messages call this budget among its siblings.
  ///
  /// @return the name of the configuration
  public String name() {
    return config.name();
  }

  /// The names from the root to this budget.
  ///
  /// @return for example `process/tenant-a/query-7`
  public String path() {
    return parent == null ? name() : parent.path() + "/" + name();
  }

  /// The most that may be used at once.
  ///
  /// @return bytes, [Limit#NONE] where there is no limit
  public long limitBytes() {
    return config.limitBytes();
  }

  /// Takes bytes.
  ///
  /// @param bytes at least 0
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws IllegalStateException if this is closed
  /// @throws BudgetExceededException if a limit refuses, here or above; nothing has changed
  public void acquire(long bytes) {
    check(bytes);
    if (!stripes.take(bytes)) {
      Budget full = tree.acquire(this, bytes);
      if (full != null) {
        throw refusal(bytes, full);
      }
    }
  }

  /// Takes bytes, where no limit refuses.
  ///
  /// @param bytes at least 0
  /// @return whether they were taken
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws IllegalStateException if this is closed
  public boolean tryAcquire(long bytes) {
    check(bytes);
    return stripes.take(bytes) || tree.acquire(this, bytes) == null;
  }

  /// Gives bytes back, from any thread.
  ///
  /// @param bytes at least 0, together no more than was acquired
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws IllegalStateException if more is released than was acquired, as far as that is noticed
  ///   here; [#verify] notices it all
  public void release(long bytes) {
    check(bytes);
    if (!stripes.give(bytes, most())) {
      tree.release(this, bytes);
    }
  }

  /// Promises bytes.
  ///
  /// @param bytes at least 0
  /// @return the promise, to be closed
  /// @throws IllegalArgumentException if `bytes` is negative
  /// @throws IllegalStateException if this is closed
  /// @throws BudgetExceededException if a limit refuses, here or above
  public Reservation reserve(long bytes) {
    check(bytes);
    Budget full = tree.reserve(this, bytes);
    if (full != null) {
      throw refusal(bytes, full);
    }
    return new Reservation(this, bytes);
  }

  /// Takes and gives bytes by plain reads and writes, on this thread alone.
  ///
  /// @return credits that this thread owns, none at first
  public Credit credit() {
    return new Credit(this);
  }

  /// The level of pressure in force: of what is charged, so that credits count as used.
  ///
  /// @return the level
  public Pressure.Level level() {
    return level;
  }

  /// Tells a listener of each change of the level of this budget, and of what is raised at it or
  /// above.
  ///
  /// @param listener told on the thread that causes the change, outside of locks
  /// @return to be closed when it no longer wants to know
  public Registration onPressure(PressureListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Tells the listeners of this budget and of all below of pressure that comes from elsewhere, on
  /// this thread. The level of the budgets does not change.
  ///
  /// @param pressure what to tell
  public void raise(Pressure pressure) {
    tell(pressure);
    below().forEach(child -> child.raise(pressure));
  }

  /// Registers one who can name what it holds of this budget.
  ///
  /// @param source asked after a refusal
  /// @return to be closed when it holds nothing any more
  public Registration register(BudgetHolders source) {
    holders.add(source);
    return () -> holders.remove(source);
  }

  /// The figures of this budget and of all below, in time linear in their stripes.
  ///
  /// @return exact at rest
  public BudgetStatistics statistics() {
    return tree.statistics(this);
  }

  /// What is acquired and not released, here and below, in time linear in the stripes.
  ///
  /// @return bytes, exact at rest
  public long usedBytes() {
    return statistics().usedBytes();
  }

  /// Checks the equations of this budget and all below, at rest: no thread takes or gives
  /// meanwhile.
  ///
  /// @throws IllegalStateException naming the first that does not hold
  public void verify() {
    tree.verify(this);
  }

  /// Ends this budget. Closing twice has no effect.
  ///
  /// @throws IllegalStateException if bytes are used or reserved, or a child or a heap is open:
  ///   then this budget stays open, and can be closed later
  @Override
  public void close() {
    if (!tree.close(this)) {
      BudgetStatistics statistics = statistics();
      throw new IllegalStateException(
          """
          Freehold: budget closed while bytes are used
            budget  '%s'
            tree    %s
            held    %s
            rule    what was acquired is released, and children and heaps are closed, before a budget is -> docs/guide/budgets.md#closing
            next    close what holds the bytes, then close the budget again; it stays open until then\
          """
              .formatted(path(), BudgetExceededException.indented(statistics), held(statistics)));
    }
  }

  static void check(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "bytes is %d: must not be negative; compute sizes with Math.multiplyExact, so that they cannot overflow"
              .formatted(bytes));
    }
  }

  /// The budget of the process, for heaps that name no other. Where the Java heap may take all
  /// there is, one without a limit: what a program could do so far must not be refused.
  static Budget ofHeaps() {
    return OfProcess.orUnlimited();
  }

  /// The most that a stripe or a credit may hold.
  long most() {
    return 2 * mostBatch;
  }

  /// The lowest budget of the path without room; needs the lock of the tree.
  @Nullable Budget full(long bytes) {
    Budget at = this;
    while (at != null && bytes <= at.room()) {
      at = at.parent;
    }
    return at;
  }

  long room() {
    return limitBytes() - charged;
  }

  /// How many bytes to take beside a request for which there is room; needs the lock of the tree.
  long batch(long bytes) {
    long room = Long.MAX_VALUE;
    for (Budget at = this; at != null; at = at.parent) {
      room = Math.min(room, at.room());
    }
    return Math.min(mostBatch, (room - bytes) / ROOM);
  }

  void ensureOpen() {
    if (closed) {
      throw new IllegalStateException(
          "budget '%s' is closed and grants no more: close it after the last use, or make another"
              .formatted(path()));
    }
  }

  void ensureHolds(long bytes, long credits) {
    long granted =
        own - committed - credits; // what heaps have committed, they give back themselves
    if (bytes > granted) {
      throw new IllegalStateException(
          "budget '%s' has granted at most %d bytes, cannot take back %d: release what was acquired, once, where it was acquired"
              .formatted(path(), granted, bytes));
    }
  }

  private double share() {
    return charged == 0 ? 0 : charged / (double) limitBytes();
  }

  /// Whether the level in force is another than that of what is charged; needs the lock of the
  /// tree.
  boolean crossing() {
    return config.thresholds().level(level, share()) != level;
  }

  /// Puts the level of what is charged into force; needs the lock of the tree.
  Pressure cross() {
    Pressure.Level before = level;
    level = config.thresholds().level(before, share());
    return new Pressure(Pressure.Source.BUDGET, path(), before, level, share());
  }

  /// Tells the listeners of this budget. What a listener throws must not come out of a call that
  /// has charged bytes, for its caller would not know that it has them.
  @SuppressWarnings("CatchAndPrintStackTrace")
  void tell(Pressure pressure) {
    for (PressureListener listener : listeners) {
      try {
        listener.changed(pressure);
      } catch (Throwable e) {
        LOG.log(
            System.Logger.Level.WARNING,
            () -> "a pressure listener of budget '%s' failed".formatted(path()),
            e);
      }
    }
  }

  private List<Budget> below() {
    tree.lock.lock();
    try {
      return List.copyOf(children);
    } finally {
      tree.lock.unlock();
    }
  }

  BudgetExceededException refusal(long bytes, Budget full) {
    Budget root = full;
    while (root.parent != null) {
      root = root.parent;
    }
    BudgetStatistics refusing = full.statistics();
    return new BudgetExceededException(
        bytes, path(), full.path(), root.statistics(), refusing, full.held(refusing));
  }

  /// Who holds this budget, in one line: its children, and what is registered here and below.
  private String held(BudgetStatistics statistics) {
    return LargestHolders.of(statistics, registered());
  }

  /// Asks who is registered here and below for what they can spare.
  ///
  /// @return the bytes given back
  long trim() {
    long given = 0;
    for (BudgetHolders each : registered()) {
      try {
        given += each.trim();
      } catch (RuntimeException e) { // nobody's refusal to trim is the fault of who asked for bytes
        LOG.log(
            System.Logger.Level.WARNING,
            () -> "a holder of budget '%s' failed to trim".formatted(path()),
            e);
      }
    }
    return given;
  }

  private List<BudgetHolders> registered() {
    List<BudgetHolders> all = new ArrayList<>(holders);
    below().forEach(child -> all.addAll(child.registered()));
    return all;
  }

  @Override
  public String toString() {
    return "budget '%s'".formatted(path());
  }

  private static final class OfProcess {
    private static @Nullable Budget process;
    private static @Nullable Budget heaps;

    static synchronized Budget get() {
      Budget made =
          process == null ? root("process", ProcessLimit.ofThisProcess().bytes()) : process;
      process = made;
      return made;
    }

    static synchronized Budget orUnlimited() {
      Budget made = heaps;
      if (made == null) {
        try {
          made = get();
        } catch (IllegalStateException e) {
          LOG.log(System.Logger.Level.WARNING, "heaps have no common limit: " + e.getMessage());
          made = root("process", Limit.NONE);
        }
        heaps = made;
      }
      return made;
    }
  }
}
