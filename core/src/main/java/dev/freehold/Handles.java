package dev.freehold;

import dev.freehold.alloc.Allocator;
import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// Blocks named by a `long` that is checked: an address, and a tag that tells its generations
/// apart.
///
/// For code below the level of segments that keeps references in native memory, in a file or in an
/// array of `long`, and cannot afford an object each. A handle whose block was freed is refused,
/// even where its address is in use again.
///
/// ```text
///  63            48 47                                             0
/// +----------------+------------------------------------------------+
/// |  tag, 1-65535  |                    address                     |
/// +----------------+------------------------------------------------+
///
/// handle = tag << 48 | address        0 is the handle of no block
/// tag    = 1 + (number of times the address was freed) mod 65535
/// ```
///
/// So a stale handle is refused until its address has been reused 65,535 times; the 65,535th block
/// there has the same handle again. Below the allocator, nothing is checked: [#address] vouches for
/// the moment of its call, and a thread that frees a block while another one uses the address is
/// not found out.
///
/// | misuse | refused as |
/// |---|---|
/// | [#address], [#sizeOf], [#resize] of a freed handle | [Defect#USE_AFTER_FREE] |
/// | [#free] of a freed handle | [Defect#DOUBLE_FREE] |
/// | any use of what [#allocate] never returned | [Defect#INVALID_FREE] |
/// | any use of 0 | [Defect#NULL_ACCESS] |
///
/// A forged handle with a tag that its address has had already cannot be told from a stale one. The
/// tag is no secret: it finds mistakes, not attacks.
///
/// Every address that was ever handed out costs 32 to 64 bytes of the Java heap, for as long as the
/// handles live. [#address] costs one look-up in a hash table and no lock. Safe for use by many
/// threads if the allocator is.
public final class Handles {
  /// How many generations of an address have handles of their own.
  public static final int TAGS = 65_535;

  private static final int ADDRESS_BITS = 48;
  private static final long ADDRESSES = (1L << ADDRESS_BITS) - 1;
  private static final int STRIPE_BITS = 6;

  private final Allocator allocator;
  private final String name;
  private final @Nullable String heap;
  private final @Nullable Checker checker;
  private final HandleTable[] stripes = new HandleTable[1 << STRIPE_BITS];

  private Handles(
      Allocator allocator, String name, @Nullable String heap, @Nullable Checker checker) {
    this.allocator = allocator;
    this.name = name;
    this.heap = heap;
    this.checker = checker;
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new HandleTable();
    }
  }

  /// Names the blocks of a heap.
  static Handles of(Heap heap) {
    return new Handles(heap.addresses(), heap.toString(), heap.name(), heap.checker());
  }

  /// Names the blocks of an allocator. They are to be freed by their handles alone.
  ///
  /// @param allocator where blocks come from; its addresses have 48 bits
  /// @param name what messages call it
  /// @return handles that are as safe for many threads as the allocator is
  public static Handles over(Allocator allocator, String name) {
    return new Handles(allocator, name, null, null);
  }

  /// Takes a block. Its contents are undefined.
  ///
  /// @param bytes its size, at least 0
  /// @param alignment a power of two, at most [Allocator#MAX_ALIGNMENT]
  /// @return its handle, or [Allocator#NULL] where there is no room
  /// @throws IllegalArgumentException if `bytes` is negative or `alignment` is not such a power
  public long allocate(long bytes, long alignment) {
    long address = allocator.allocate(bytes, alignment);
    if (address == Allocator.NULL) {
      return Allocator.NULL;
    }
    if ((address & ~ADDRESSES) != 0) {
      allocator.free(address);
      throw new IllegalStateException(
          "%s gave out address 0x%x: handles hold addresses of 48 bits; map its region lower"
              .formatted(name, address));
    }
    try {
      return stripe(address).begin(address) << ADDRESS_BITS | address;
    } catch (OutOfMemoryError e) { // the table could not grow
      allocator.free(address);
      throw e;
    }
  }

  /// Where the block of a handle starts, in O(1).
  ///
  /// @param handle what [#allocate] returned
  /// @return an address, valid until the block is freed
  /// @throws MisuseException if the block was freed, or the handle was never given out
  public long address(long handle) {
    long address = handle & ADDRESSES;
    long tag = handle >>> ADDRESS_BITS;
    if (tag == 0 || stripe(address).state(address) != tag) {
      throw refused(handle, Use.SEGMENT);
    }
    return address;
  }

  /// The bytes last requested for the block of a handle.
  ///
  /// @param handle what [#allocate] returned
  /// @return bytes
  /// @throws MisuseException if the block was freed, or the handle was never given out
  public long sizeOf(long handle) {
    return allocator.sizeOf(address(handle));
  }

  /// Changes the size of a block without moving it, or refuses. Its handle stays.
  ///
  /// @param handle what [#allocate] returned
  /// @param bytes the new size, at least 0
  /// @return whether the block now has the new size
  /// @throws MisuseException if the block was freed, or the handle was never given out
  public boolean resize(long handle, long bytes) {
    return allocator.resize(address(handle), bytes);
  }

  /// Frees the block of a handle, which is refused from here on. Of threads that free the same
  /// handle, one succeeds.
  ///
  /// @param handle what [#allocate] returned
  /// @throws MisuseException if the block was freed before, or the handle was never given out; or,
  ///   from [Checks#FULL] on, if the block was overrun, and is freed
  public void free(long handle) {
    long address = handle & ADDRESSES;
    long tag = handle >>> ADDRESS_BITS;
    if (tag == 0 || !stripe(address).end(address, tag)) {
      throw refused(handle, Use.CLOSE);
    }
    allocator.free(address);
  }

  private HandleTable stripe(long address) {
    return stripes[(int) (HandleTable.spread(address) >>> 64 - STRIPE_BITS)];
  }

  private MisuseException refused(long handle, Use use) {
    long address = handle & ADDRESSES;
    long tag = handle >>> ADDRESS_BITS;
    long state = address == Allocator.NULL ? 0 : stripe(address).state(address);
    String verb = use == Use.CLOSE ? "freed" : "used";
    if (handle == Allocator.NULL) {
      return misuse(
          Defect.NULL_ACCESS,
          "handle 0 %s: it names no block".formatted(verb),
          handle,
          null,
          "allocate returns 0 where there is no room: test for it");
    }
    long frees = tag == 0 || state == 0 ? 0 : Math.floorMod(Math.abs(state) - tag, TAGS);
    if (frees == 0) {
      return misuse(
          Defect.INVALID_FREE,
          "handle %s that was never given out".formatted(verb),
          handle,
          null,
          "use what allocate returned, unchanged, with the handles that it came from");
    }
    BlockRecord record = frees == 1 && state < 0 ? recordOf(address) : null;
    String since =
        (frees == 1
                ? "its address was freed once"
                : "its address was freed %d times since it was given out".formatted(frees))
            + (state > 0 ? ", and is in use again" : "");
    boolean again = use == Use.CLOSE;
    return misuse(
        again ? Defect.DOUBLE_FREE : Defect.USE_AFTER_FREE,
        (again ? "handle freed twice: " : "handle used after it was freed: ") + since,
        handle,
        record,
        next(record));
  }

  private @Nullable BlockRecord recordOf(long address) {
    BlockRecord record = checker == null ? null : checker.recordAround(address);
    return record == null || record.address != address ? null : record;
  }

  private String next(@Nullable BlockRecord record) {
    return record == null || record.freed() == null
        ? "run with -D%s=full to record where blocks are taken and freed".formatted(Checks.PROPERTY)
        : "look at the places above";
  }

  private MisuseException misuse(
      Defect defect, String what, long handle, @Nullable BlockRecord record, String next) {
    return new MisuseException(
        new Report(
            defect,
            what,
            "0x%x with tag %d, given to handles of %s"
                .formatted(handle & ADDRESSES, handle >>> ADDRESS_BITS, name),
            heap,
            Site.here(),
            record == null ? null : record.freed(),
            record == null ? null : record.taken(),
            next));
  }

  @Override
  public String toString() {
    return "handles of " + name;
  }
}
