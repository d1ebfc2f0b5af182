package dev.freehold.alloc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Free slots of one size class that one thread keeps at hand.
///
/// ```text
/// hand        a4                                      taken first, given back first
/// addresses   a0 | a1 | a2 | a3 | .. | .. | ..        a3 is next, and what comes back behind it
///                           stacked             limit
/// ```
///
/// The hand is for programs that give back what they have just taken: one field is written and read
/// where a stack would wait for its own pointer, which is half of the cost.
///
/// A magazine that runs empty is refilled by half of its limit at once, and one that runs over is
/// emptied by half, so that the lock of the slabs is taken once for many blocks. The limit starts
/// low and doubles with each refill, up to [#MOST_BYTES] of slots.
///
/// Confined to its thread, or to who has the turn of its stripe. Who retires the allocator counts
/// after a handshake: taking and giving back are one write each, of `hand` or of `stacked`.
///
/// ```text
/// count = stacked + 1, or stacked where hand = NULL
/// ```
///
/// Bonwick, Adams, "Magazines and Vmem", USENIX 2001.
public final class Magazine {
  /// The most bytes of free slots that a thread keeps per size class.
  static final int MOST_BYTES = 64 << 10; // 64 KiB

  private static final int FIRST_LIMIT = 16;

  final int sizeClass;
  private final int slotBytes;
  private final PerThread allocator;

  /// That of the magazines of all classes, here too so that one load finds whose this one is. Racy:
  /// any thread may read it, and finds itself only where the magazine is its own.
  private @Nullable Thread thread;

  private final int mostSlots;
  private long[] addresses = new long[FIRST_LIMIT];
  private int stacked;
  private long hand = Allocator.NULL;
  private int untilSample;
  private double sampleWeight;

  Magazine(int sizeClass, PerThread allocator, @Nullable Thread thread) {
    this.thread = thread;
    this.sizeClass = sizeClass;
    this.slotBytes = SizeClasses.sizeOf(sizeClass);
    this.allocator = allocator;
    this.mostSlots = Math.max(FIRST_LIMIT, MOST_BYTES / slotBytes);
  }

  boolean isOf(Thread other) {
    return thread == other;
  }

  void adopt(Thread heir) {
    thread = heir;
  }

  /// Takes a free slot.
  ///
  /// @return its address, or [Allocator#NULL] where there is none at hand
  long take() {
    long held = hand;
    if (held != Allocator.NULL) {
      hand = Allocator.NULL;
      return held;
    }
    int last = stacked - 1;
    if (last < 0) {
      return Allocator.NULL;
    }
    stacked = last;
    return addresses[last];
  }

  /// Gives a block back.
  ///
  /// @param address of a live block of this class, and of the allocator that this magazine is of
  public void give(long address) {
    if (hand == Allocator.NULL) {
      hand = address;
      return;
    }
    int next = stacked;
    long[] slots = addresses;
    if (next < slots.length) {
      slots[next] = address;
      stacked = next + 1;
    } else {
      allocator.giveToFull(this, address);
    }
  }

  /// Counts a block down, once for each that is asked for.
  ///
  /// @return whether as many blocks have passed as [#sampleAfter] said, or it said nothing yet
  public boolean countDown() {
    return --untilSample < 0;
  }

  /// Whether the block that was counted down last is to be sampled.
  ///
  /// @return what [#countDown] said
  public boolean isSampleDue() {
    return untilSample < 0;
  }

  /// How many blocks the next sampled one stands for.
  ///
  /// @return as [#sampleAfter] said, or 0 before it was called
  public double sampleWeight() {
    return sampleWeight;
  }

  /// Starts to count down.
  ///
  /// @param blocks how many to let pass
  /// @param weight how many blocks the one after them stands for
  public void sampleAfter(int blocks, double weight) {
    untilSample = blocks;
    sampleWeight = weight;
  }

  /// The size of its slots, and so the most that its blocks can grow to.
  ///
  /// @return bytes
  public int slotBytes() {
    return slotBytes;
  }

  int count() {
    return hand == Allocator.NULL ? stacked : stacked + 1;
  }

  /// The slots, seen by any thread: each field is read once, for its thread may take and give
  /// meanwhile.
  ///
  /// @return a copy
  long[] slots() {
    long[] all = addresses;
    int in = Math.min(stacked, all.length);
    long held = hand;
    long[] copy = Arrays.copyOf(all, held == Allocator.NULL ? in : in + 1);
    if (held != Allocator.NULL) {
      copy[in] = held;
    }
    return copy;
  }

  /// How many slots to fetch: half of what fits, after it has been made to fit more.
  int grow() {
    int limit = Math.min(2 * addresses.length, mostSlots);
    if (limit > addresses.length) {
      addresses = Arrays.copyOf(addresses, limit);
    }
    return limit / 2;
  }

  /// Puts a slot where there is room in the stack.
  void push(long address) {
    addresses[stacked] = address;
    stacked++;
  }

  @Override
  public String toString() {
    return "magazine of %d slots of %d bytes".formatted(count(), slotBytes);
  }
}
