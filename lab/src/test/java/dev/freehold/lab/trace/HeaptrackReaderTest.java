package dev.freehold.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.lab.input.TraceFormatException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaptrackReaderTest {

  /// The counts and the peak are those of heaptrack's own lines, counted by other means.
  @Test
  void readsARecordingOfSqlite() throws URISyntaxException {
    Path recording =
        Path.of(Objects.requireNonNull(getClass().getResource("sqlite3.raw.zst")).toURI());
    List<String> notes = new ArrayList<>();
    Trace trace = TraceFiles.read(recording, notes::add);
    assertThat(trace.name()).isEqualTo("sqlite3");
    assertThat(trace.allocations()).isEqualTo(511);
    assertThat(trace.frees()).isEqualTo(495);
    assertThat(trace.bytes(0)).isEqualTo(0x11c00);
    assertThat(RequestedBytes.of(trace, 0).peak()).isEqualTo(126_997);
    assertThat(notes).isEmpty();
  }

  @Test
  void leavesOutFreesOfUnknownBlocksAndCountsThem() {
    List<String> notes = new ArrayList<>();
    Trace trace =
        read("- 7f10|+ a 1 ffffffffffffff00|- ffffffffffffff00|- ffffffffffffff00", notes);
    assertThat(Traces.codes(trace)).isEqualTo("0 ~0");
    assertThat(notes)
        .containsExactly("2 frees of blocks that the recording does not know were left out");
  }

  @Test
  void freesTheOlderBlockOfAnAddressAndCountsIt() {
    List<String> notes = new ArrayList<>();
    Trace trace = read("+ a 1 7f00|+ B 1 7f00|- 7f00", notes);
    assertThat(Traces.codes(trace)).isEqualTo("0 ~0 1 ~1");
    assertThat(Traces.sizes(trace)).containsExactly(10, 11);
    assertThat(notes).containsExactly("1 blocks were freed when their address was allocated again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "s 6 malloc   #this heaptrack file is interpreted and has lost the addresses; record the program with 'heaptrack -r'",
        "? 1          #unknown operation '? 1'; record the program with 'heaptrack -r' of version 1.4",
        "+ 10 1       #the address is missing in '+ 10 1'; correct the line",
        "- 12345678123456789 #the address is missing in '- 12345678123456789'; correct the line",
        "+ 10000000001 1 7f00 #size 1099511627777 is above 1 TiB; give a size from 0 to 1 TiB",
      })
  void refusesALine(String line, String message) {
    assertThatThrownBy(() -> read("x 7 /bin/ls|" + line, new ArrayList<>()))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage("test:3: " + message);
  }

  private static Trace read(String lines, List<String> notes) {
    String text = ("v 10400 3|" + lines).replace('|', '\n');
    return Traces.read(new HeaptrackReader(), text, notes::add);
  }
}
