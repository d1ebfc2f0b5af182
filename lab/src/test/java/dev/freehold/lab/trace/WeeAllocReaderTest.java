package dev.freehold.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.lab.input.TraceFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeeAllocReaderTest {

  @Test
  void numbersTheAllocations() {
    Trace trace = Traces.read(new WeeAllocReader(), "Alloc(5),\nFree(0),\nAlloc(8),\nFree(1)\n");
    assertThat(Traces.codes(trace)).isEqualTo("0 ~0 1 ~1");
    assertThat(Traces.sizes(trace)).containsExactly(5, 8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "Realloc(1), #unknown operation 'Realloc(1),'; write 'Alloc(SIZE),' or 'Free(N),'",
        "Alloc(5     #')' is missing in 'Alloc(5'; correct the line",
        "Alloc(),    #the size is missing in 'Alloc(),'; correct the line",
        "Alloc(-1),  #size -1 is negative; give a size from 0 to 1 TiB",
        "Free(3),    #id 3 is freed but was never allocated; remove the line or record the trace again",
      })
  void refusesALine(String line, String message) {
    assertThatThrownBy(() -> Traces.read(new WeeAllocReader(), "Alloc(5),\n" + line))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage("test:2: " + message);
  }
}
