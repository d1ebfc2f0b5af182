package dev.freehold.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MappingsTest {
  @Test
  void readsRowsWithAndWithoutAName() {
    String text =
        """
        00400000-00401000 r-xp 00001000 fe:00 328742                     /opt/a b/x.so (deleted)
        Size:                  4 kB
        Rss:                   4 kB
        Pss:                   1 kB
        VmFlags: rd ex mr mw me
        7f0238000000-7f0238226000 rw-p 00000000 00:00 0\s
        Rss:                1108 kB
        Anonymous:          1108 kB
        FilePmdMapped:         0 kB
        ProtectionKey:         0
        VmFlags: rd wr mr mw me nr sd
        7f0238226000-7f023c000000 ---p 00000000 00:00 0\s
        ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0          [vsyscall]
        Rss:                   0 kB
        """;
    List<Mapping> mappings = Mappings.of(text.lines().toList());

    assertThat(mappings)
        .extracting(Mapping::file)
        .containsExactly("/opt/a b/x.so (deleted)", "", "");
    assertThat(mappings).extracting(Mapping::rssBytes).containsExactly(4096L, 1108L * 1024, 0L);
    assertThat(mappings).extracting(Mapping::unaccounted).containsExactly(false, true, false);
    assertThat(mappings.getFirst().bytes()).isEqualTo(4096);
    assertThat(Mappings.rssBytes(mappings)).isEqualTo(1112 * 1024);
    assertThat(Mappings.libraries(mappings)).containsExactly("/opt/a b/x.so (deleted)");
  }

  @Test
  void nothingIsNoRows() {
    assertThat(Mappings.of(List.of())).isEmpty();
    assertThat(Mappings.of(List.of("Rss: 4 kB", "", "nonsense"))).isEmpty();
  }
}
