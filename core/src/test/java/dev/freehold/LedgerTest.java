package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  /// Few addresses near each other, so that ways through the table overlap and wrap around.
  private static final int ADDRESSES = 4_000;

  private static BlockRecord record(long address) {
    return new BlockRecord(address, address, 16, 16, BlockRecord.Memory.SURROUNDED, null);
  }

  @Test
  void agreesWithAMapOverRandomOperations() {
    Random random = new Random(11);
    Ledger ledger = new Ledger();
    Map<Long, BlockRecord> model = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      boolean filling = i / 20_000 % 2 == 0;
      long address = 0x7000_0000_0000L + 16L * random.nextInt(ADDRESSES);
      BlockRecord known = model.get(address);
      assertThat(ledger.at(address)).isSameAs(known);
      if (known == null && (filling || random.nextInt(4) == 0)) {
        BlockRecord record = record(address);
        ledger.put(record);
        model.put(address, record);
      } else if (known != null && (!filling || random.nextInt(4) == 0)) {
        ledger.remove(known);
        model.remove(address);
      } else if (known == null) {
        ledger.remove(record(address)); // of none: no effect
      }
      if (i % 5_000 == 0) {
        ledger.verify();
        List<BlockRecord> all = new ArrayList<>();
        ledger.forEach(all::add);
        assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
      }
    }
    ledger.verify();
  }
}
