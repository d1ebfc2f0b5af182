package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedTest {
  private static final long BASE = 0x10_0000_0000L; // that of no region of a test

  @Test
  void aHeapIsKnownUntilItIsTakenBack() {
    Published.add("orders of 'today'", BASE, 1 << 20);
    assertThat(System.getProperty("freehold.heap.0x1000000000"))
        .isEqualTo("1048576 orders of 'today'");
    Published.add("orders of 'today'", BASE + (1 << 20), 1 << 20);

    Published.remove(BASE);
    assertThat(System.getProperty("freehold.heap.0x1000000000")).isNull();
    assertThat(System.getProperty("freehold.heap.0x1000100000")).isNotNull();

    Published.remove(BASE + (1 << 20));
    assertThat(System.getProperty("freehold.heap.0x1000100000")).isNull();
  }
}
