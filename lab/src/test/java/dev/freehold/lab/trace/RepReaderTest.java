package dev.freehold.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.lab.input.TraceFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepReaderTest {

  @Test
  void readsAllocationsFreesAndReallocations() {
    Trace trace = read("0|2|5|48|a 0 16|a 7 32|r 0 8|f 7|a 7 1099511627776");
    assertThat(Traces.codes(trace)).isEqualTo("0 1 ~0 2 ~1 3");
    assertThat(Traces.sizes(trace)).containsExactly(16, 32, 8, 1L << 40);
    assertThat(trace.declaredPeakBytes()).hasValue(48);
  }

  @Test
  void takesAWeightInTheFourthLineForNoPeak() {
    assertThat(read("20000|1|1|1|a 0 16").declaredPeakBytes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "z 0 16    #unknown operation 'z 0 16'; write 'a ID SIZE', 'r ID SIZE' or 'f ID'",
        "a         #unknown operation 'a'; write 'a ID SIZE', 'r ID SIZE' or 'f ID'",
        "a 0       #the size is missing in 'a 0'; correct the line",
        "a x 16    #the id is missing in 'a x 16'; correct the line",
        "a 0 16 8  #'a 0 16 8' has too many fields; correct the line",
        "a 0 1x    #'a 0 1x' has too many fields; correct the line",
        "f 9       #id 9 is freed but was never allocated; remove the line or record the trace again",
        "r 9 8     #id 9 is freed but was never allocated; remove the line or record the trace again",
        "a 1 8     #id 1 is allocated while it is still live; free it first, or give the new block an id of its own",
        "f 2       #id 2 was already freed on line 7; remove one of the two lines or record the trace again",
        "a 0 -5    #size -5 is negative; give a size from 0 to 1 TiB",
        "a 0 1099511627777 #size 1099511627777 is above 1 TiB; give a size from 0 to 1 TiB",
        "r 1 -5    #size -5 is negative; give a size from 0 to 1 TiB",
        "a 0 9223372036854775808 #the size does not fit into 64 bits; correct the number",
      })
  void refusesALine(String line, String message) {
    assertRefused("0|3|5|16|a 1 16|a 2 16|f 2|" + line + "|f 1", "test:8: " + message);
  }

  @Test
  void refusesACutOffOperationList() {
    assertRefused(
        "0|1|3|16|a 0 16|f 0",
        "test:6: the file ends after 2 operations, but its third line declares 3;"
            + " copy or record the file again");
  }

  @Test
  void refusesABadHeader() {
    assertRefused(
        "0|1",
        "test:2: the file ends before the header's number of operations;"
            + " copy or record the file again");
    assertRefused(
        "0|1|a 0 16",
        "test:3: the header's number of operations is missing in 'a 0 16'; correct the line");
    assertRefused("0|-1", "test:2: the header's number of ids is negative; correct the number");
  }

  @Test
  void refusesATraceWithoutOperations() {
    assertRefused(
        "0|0|0|0", "test: the trace holds no operation; record a program that allocates memory");
  }

  private static Trace read(String lines) {
    return Traces.read(new RepReader(), lines.replace('|', '\n'));
  }

  private static void assertRefused(String lines, String message) {
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(message);
  }
}
