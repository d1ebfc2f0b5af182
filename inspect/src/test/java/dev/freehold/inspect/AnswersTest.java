package dev.freehold.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.inspect.Claims.Cut;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a JVM writes, read.
class AnswersTest {
  @Test
  void theAccountIsReadByCategory() {
    NativeMemory account =
        NativeMemory.of(
                """
                Native Memory Tracking:

                Total: reserved=1783743048, committed=377172552
                       malloc: 46289480 #8887, peak=53416877 #9115

                -                     Class (reserved=1073831558, committed=221830)
                                            (classes #930)
                                            (malloc=89734 tag=Class #1245) (at peak)
                                            (mmap: reserved=1073741824, committed=131072, at peak)
                                            (    reserved=67108864, committed=589824)

                -                    Thread (reserved=18934784, committed=928768)
                                            (stack: reserved=18874368, committed=868352, peak=868352)
                                            (malloc=40960 tag=Thread #109) (peak=49152 #113)
                                            (arena=19456 #32) (peak=51200 #30)

                -    Native Memory Tracking (reserved=168960, committed=168960)
                                            (malloc=5120 tag=Native Memory Tracking #75)
                                            (tracking overhead=163840)

                -                     Other (reserved=33564672, committed=33564672)
                                            (malloc=33564672 #3) (at peak)
                """)
            .orElseThrow();

    assertThat(account.mallocBytes())
        .isEqualTo(
            Map.of(
                "Class", 89734L,
                "Thread", 60416L,
                "Native Memory Tracking", 168960L,
                "Other", 33564672L));
    assertThat(account.mappedBytes()).isEqualTo(Map.of("Class", 131072L));
    assertThat(NativeMemory.of("Native memory tracking is not enabled")).isEmpty();
  }

  @Test
  void theAccountOfMallocIsItsTotals() {
    String arenas =
        """
        <malloc version="1">
        <heap nr="0">
        <total type="fast" count="9" size="999"/>
        <system type="current" size="9999"/>
        </heap>
        """;
    String totals =
        """
        <total type="fast" count="3" size="144"/>
        <total type="rest" count="24" size="2158344"/>
        <total type="mmap" count="8" size="38936576"/>
        <system type="current" size="12328960"/>
        </malloc>
        """;
    assertThat(MallocInfo.of(arenas + totals))
        .contains(new MallocInfo(12328960 - 144 - 2158344, 38936576));
    assertThat(MallocInfo.of(arenas)).isEmpty();
    assertThat(MallocInfo.of("malloc_info is not supported")).isEmpty();
  }

  @Test
  void addressesAreNamedExactly() {
    Claims claims = new Claims();
    AddressMap.detail(
        """
        Virtual memory map:

        [0x00000000f8000000 - 0x0000000100000000] reserved and committed 134217728 for Java Heap from
            [0x00007f1fc271a27c] ReservedSpace::reserve(unsigned long, char*, bool)+0xac
        [0x0000000800000000 - 0x0000000840000000] reserved 1073741824 for Class from
        [0x00007f8f5d300000 - 0x00007f8f5d400000] reserved 1048576 for Thread Stack
                [0x00007f8f5d3e6000 - 0x00007f8f5d400000] committed 106496
        """,
        claims);
    assertThat(claims.cuts(0xf8000000L, 0x100000000L))
        .containsExactly(new Cut(0xf8000000L, 0x100000000L, Part.of(Kind.JAVA_HEAP)));
    assertThat(claims.cuts(0x800000000L, 0x800000001L).getFirst().part())
        .isEqualTo(Part.of(Kind.CLASS_SPACE));
    assertThat(claims.cuts(0x7f8f5d300000L, 0x7f8f5d300001L).getFirst().part())
        .isEqualTo(Part.of(Kind.THREADS));
  }

  private static final String MAP =
      """
      STACK: (known) Thread Stack

      from               to                        vsize prot          rss      hugetlb pgsz notes            info                                  file
      0x00000000f0000000-0x00000000ffe00000    266338304 rw-p     26492928            0 4K   com              JAVAHEAP                              -
      0x00007f0268300000-0x00007f0268400000      1048576 rw-p        90112            0 4K   com,nothp        STACK-4479-Attach-Listener            -
      0x00007f026a000000-0x00007f026c000000     33554432 rw-p            0            0 4K   com              GC                                    -
      0x00007f026c000000-0x00007f026c021000       135168 rw-p         4096            0 4K   -                -                                     -
      0x00007f0287400000-0x00007f028ff33000    145960960 r--s      1114112            0 4K   com              -                                     /jdk/lib/mo dules
      """;

  @Test
  void mappingsAreNamed() {
    Claims claims = new Claims();
    AddressMap.mappings(MAP, 32 << 20, claims);
    assertThat(claims.cuts(0, 1L << 47))
        .filteredOn(cut -> cut.part() != null)
        .containsExactly(
            new Cut(0xf0000000L, 0xffe00000L, Part.of(Kind.JAVA_HEAP)),
            new Cut(0x7f0268300000L, 0x7f0268400000L, Part.of(Kind.THREADS)),
            new Cut(0x7f026a000000L, 0x7f026c000000L, Part.of(Kind.GC)));
  }

  @Test
  void whatIsJoinedBelowTheCollectorsMemoryIsNotTheCollectors() {
    Claims claims = new Claims();
    AddressMap.mappings(MAP, 8 << 20, claims);
    assertThat(claims.cuts(0x7f026a000000L, 0x7f026c000000L))
        .containsExactly(
            new Cut(0x7f026a000000L, 0x7f026b800000L, null),
            new Cut(0x7f026b800000L, 0x7f026c000000L, Part.of(Kind.GC)));
  }

  @Test
  void withoutTheAccountAddressesAreNamedInPassing() {
    Map<String, String> given =
        Map.of(
            "GC.heap_info",
            " garbage-first heap   total 131072K [0x00000000f8000000, 0x0000000100000000)",
            "VM.info",
            """
            CDS archive(s) mapped at: [0x90000000-0x90d95000-0x90d95000), size 14241792
            Compressed class space mapped at: 0x91000000-0xd1000000, reserved size: 1073741824
            Card table byte_map: [0x7f0295148000,0x7f02951c8000] _byte_map_base: 0x7f02949c8000
             Bits: [0x7f0294c00000, 0x7f0295000000)
            """,
            "VM.metaspace vslist",
            """
            - node #0: base 0x7f5200000000: reserved=65536.00 KB, committed=640.00 KB ( <1%)
            - node #0: base 0x91000000: reserved=1048576.00 KB, committed=128.00 KB ( <1%)
            """,
            "Compiler.codecache",
            " bounds [0x7f027fec7000, 0x7f0280137000, 0x7f0287400000]");
    Claims claims = new Claims();
    RangeAnswer.claim(command -> Optional.ofNullable(given.get(command)), claims);

    assertThat(claims.cuts(0, 1L << 47))
        .filteredOn(cut -> cut.part() != null)
        .containsExactly(
            new Cut(0x90000000L, 0x90d95000L, Part.of(Kind.CLASS_DATA)),
            new Cut(0x91000000L, 0xd1000000L, Part.of(Kind.CLASS_SPACE)),
            new Cut(0xf8000000L, 0x100000000L, Part.of(Kind.JAVA_HEAP)),
            new Cut(0x7f027fec7000L, 0x7f0287400000L, Part.of(Kind.CODE_CACHE)),
            new Cut(0x7f0294c00000L, 0x7f0295000000L, Part.of(Kind.GC)),
            new Cut(0x7f0295148000L, 0x7f02951c8000L, Part.of(Kind.GC)),
            new Cut(0x7f5200000000L, 0x7f5204000000L, Part.of(Kind.METASPACE)));
  }

  @Test
  void heapsOfFreeholdAreNamed() {
    Claims claims = new Claims();
    PublishedHeaps.claim(
        """
        #Thu Nov 26 17:40:32 UTC 2026
        java.library.path=/usr/lib\\:/lib
        freehold.heap.0x7f0238000000=1048576 orders\\: of "today"
        freehold.heap.0x7f0239000000=many bytes
        freehold.heap.here=4096 nowhere
        freehold.heap.0xffffffffffffffffff=4096 beyond
        freehold.os=linux
        """,
        claims);
    Part orders = new Part(Kind.FREEHOLD, "orders: of \"today\"");
    assertThat(orders.name()).isEqualTo("freehold:orders: of \"today\"");
    assertThat(claims.cuts(0, 1L << 47))
        .filteredOn(cut -> cut.part() != null)
        .containsExactly(new Cut(0x7f0238000000L, 0x7f0238100000L, orders));
    PublishedHeaps.claim("freehold.heap.0x10=\\uZZZZ", claims); // no properties
  }
}
