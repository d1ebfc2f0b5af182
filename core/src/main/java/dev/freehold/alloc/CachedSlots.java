package dev.freehold.alloc;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/// The slots that lie in magazines at one moment.
///
/// Invariant: each address in a magazine is a taken slot of its class, and in no other magazine.
final class CachedSlots implements LongPredicate {
  private final List<ThreadMagazines> all;
  private final long[] sorted;

  private CachedSlots(List<ThreadMagazines> all, long[] sorted) {
    this.all = all;
    this.sorted = sorted;
  }

  /// Looks into all magazines. Their threads take and give nothing meanwhile, or what they do is
  /// seen or not.
  static CachedSlots of(List<ThreadMagazines> all) {
    long[] addresses = new long[0];
    int count = 0;
    for (ThreadMagazines each : all) {
      for (Magazine magazine : each.magazines) {
        long[] slots = magazine.slots();
        int in = slots.length;
        addresses =
            count + in > addresses.length ? Arrays.copyOf(addresses, 2 * (count + in)) : addresses;
        System.arraycopy(slots, 0, addresses, count, in);
        count += in;
      }
    }
    addresses = Arrays.copyOf(addresses, count);
    Arrays.sort(addresses);
    return new CachedSlots(all, addresses);
  }

  /// Whether a slot lies in a magazine.
  @Override
  public boolean test(long address) {
    return Arrays.binarySearch(sorted, address) >= 0;
  }

  int count() {
    return sorted.length;
  }

  void verify(SlabMap map) {
    for (int i = 1; i < sorted.length; i++) {
      Invariant.check(sorted[i - 1] != sorted[i], "0x%x lies in magazines twice", sorted[i]);
    }
    for (ThreadMagazines each : all) {
      for (Magazine magazine : each.magazines) {
        for (long address : magazine.slots()) {
          SlotRun run = map.at(address);
          boolean isSlot =
              run != null
                  && run.sizeClass == magazine.sizeClass
                  && run.addressOf(run.slotAt(address)) == address
                  && !run.isFree(run.slotAt(address));
          Invariant.check(isSlot, "%s: 0x%x is no taken slot of its class", magazine, address);
        }
      }
    }
  }
}
