package dev.freehold.alloc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderTableTest {
  @Test
  void theOrderIsTheLeastThatHoldsTheRequest() {
    assertThat(OrderTable.orderOf(0)).isZero();
    assertThat(OrderTable.orderOf(16)).isZero();
    for (int order = 1; order < 59; order++) {
      assertThat(OrderTable.orderOf((8L << order) + 1)).isEqualTo(order);
      assertThat(OrderTable.orderOf(16L << order)).isEqualTo(order);
    }
  }

  @Test
  void everySizeIsReadBackAndNoByteInsideABlockLooksLikeAStart() {
    for (int order = 0; order < 42; order++) {
      long largest = 16L << order;
      long smallest = order == 0 ? 0 : largest / 2 + 1;
      long stride = Math.max(1, (largest - smallest) / 1000);
      for (long bytes = smallest; bytes <= largest; bytes += stride) {
        expectReadBack(order, bytes);
      }
      expectReadBack(order, largest);
    }
  }

  private static void expectReadBack(int order, long bytes) {
    OrderTable table = new OrderTable();
    long granule = 3L << Math.min(order, 12);
    table.put(granule, order, bytes);
    assertThat(table.orderAt(granule)).isEqualTo(order);
    assertThat(table.requestedAt(granule, order)).isEqualTo(bytes);
    for (long inside = 1; inside < Math.min(1L << order, 10); inside++) {
      assertThat(table.orderAt(granule + inside)).as("%d bytes, + %d", bytes, inside).isNegative();
    }
    table.remove(granule);
    assertThat(table.orderAt(granule)).isNegative();
  }

  @Test
  void chunksAreMadeWhereBlocksStart() {
    OrderTable table = new OrderTable();
    assertThat(table.metadataBytes()).isZero();
    table.put(0, 20, 16 << 20);
    table.put(1 << 20, 20, 16 << 20);
    assertThat(table.metadataBytes()).isLessThan(2 * 16_384 + 4096);
    assertThat(table.orderAt(1 << 20)).isEqualTo(20);
    assertThat(table.orderAt(1 << 19)).isNegative();
    assertThat(table.orderAt(1L << 40)).isNegative();
  }
}
