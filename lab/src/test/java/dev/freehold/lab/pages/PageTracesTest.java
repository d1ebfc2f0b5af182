package dev.freehold.lab.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.freehold.lab.input.TraceFormatException;
import dev.freehold.paging.trace.PageTraceWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every format read, and every way in which a file can be wrong.
class PageTracesTest {
  @TempDir Path directory;

  private Path write(String name, byte[] contents) throws IOException {
    return Files.write(directory.resolve(name), contents);
  }

  private Path write(String name, String contents) throws IOException {
    return write(name, contents.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The names of the pages requested, in order.
  private static long[] requested(PageTrace trace) {
    long[] names = trace.requests().names();
    return Arrays.stream(trace.requests().pages()).mapToLong(page -> names[page]).toArray();
  }

  private void assertReads(String file, String contents, long... pages) throws IOException {
    assertThat(requested(PageTraces.read(write(file, contents)))).containsExactly(pages);
  }

  @Test
  void readsEveryTextFormatByItsContent() throws IOException {
    assertReads("arc", "32 3 0 1\n7 1 0 2\n32 1 0 3\n", 32, 33, 34, 7, 32);
    assertReads("lirs", "5\r\n6\r\n5\r\n*\r\n", 5, 6, 5);
    assertReads("lirs2", "5\n-6", 5, -6);
    assertReads("address", "l 0x1fffff50 1\ns 0x00002fff 6\n", 0x1ffff, 2);
    String accesses =
        """
        ==12== Lackey, an example Valgrind tool
        I  04001000,3
         L 1ffefff,8
         S 0,1
         M 1000,4
        ==12== done
        """;
    assertReads("lackey", accesses, 0x4001, 0x1ffe, 0x1fff, 0, 1);
    assertReads("blk", "0.000107214 8 4096\n12.5 9 4096\n13 0 0\n", 1, 1, 2);
  }

  @Test
  void readsBinaryFormatsByTheirNameOrAsTold() throws IOException {
    ByteBuffer words = ByteBuffer.allocate(16).putInt(3).putInt(-1).putInt(3).putInt(8);
    assertThat(requested(PageTraces.read(write("a.i32be", words.array()))))
        .containsExactly(3, -1, 3, 8);
    assertThat(requested(PageTraces.read(write("a.trace.i64be.gz", gzip(words.array())))))
        .containsExactly(3L << 32 | 0xFFFF_FFFFL, 3L << 32 | 8);
    ByteBuffer records = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    records.putInt(1).putLong(77).putInt(512).putLong(1);
    records.putInt(2).putLong(-2).putInt(512).putLong(-1);
    assertThat(requested(PageTraces.read(write("a.oracleGeneral.bin", records.array()))))
        .containsExactly(77, -2);
    assertThat(requested(PageTraces.read(write("plain", words.array()), PageFormat.named("i32be"))))
        .containsExactly(3, -1, 3, 8);
  }

  @Test
  void readsTheColumnOfACsvFileThatIsNamed() throws IOException {
    Path file = write("a.csv", "time,\"page\",op\r\n0.5,17,read\n\"0,7\",\"0xFF\",w\n1,17,\n");
    assertThat(requested(PageTraces.read(file, PageFormat.named("csv:page"))))
        .containsExactly(17, 255, 17);
    assertThatThrownBy(() -> PageTraces.read(file, PageFormat.named("csv:block")))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + ":1: no column is called 'block'; name one of time, page, op");
  }

  @Test
  void readsWhatTheRecorderWrites() throws IOException {
    Random random = new Random(1);
    long[] pages = new long[100_000];
    Arrays.setAll(
        pages,
        i -> i % 3 == 0 ? i : i % 3 == 1 ? random.nextLong() : Long.MIN_VALUE + random.nextInt(9));
    Path file = directory.resolve("a.pages");
    try (PageTraceWriter writer = PageTraceWriter.open(file)) {
      for (long page : pages) {
        writer.request(page);
      }
      assertThat(writer.requests()).isEqualTo(pages.length);
    }
    assertThat(requested(PageTraces.read(file))).containsExactly(pages);
  }

  @Test
  void recordingOfNeighboursTakesAByteARequest() throws IOException {
    Path file = directory.resolve("a.pages");
    try (PageTraceWriter writer = PageTraceWriter.open(file)) {
      for (int i = 0; i < 100_000; i++) {
        writer.request(1_000_000 + i);
      }
    }
    assertThat(Files.size(file)).isBetween(100_000L, 100_200L);
  }

  /// Wherever a recording is cut and whatever byte is changed, nothing wrong is read.
  @Test
  void damagedRecordingsAreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PageTraceWriter writer = PageTraceWriter.to(bytes)) {
      for (int i = 0; i < 60; i++) {
        writer.request(i * 31L % 17);
      }
    }
    byte[] whole = bytes.toByteArray();
    for (int length = PageTraceWriter.MAGIC.length(); length < whole.length; length++) {
      Path cut = write("cut", Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> PageTraces.read(cut))
          .as("cut at %d", length)
          .isInstanceOf(TraceFormatException.class)
          .hasMessageContaining("copy or record the file again");
    }
    for (int i = PageTraceWriter.MAGIC.length(); i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 0x41;
      Path file = write("changed", changed);
      assertThatThrownBy(() -> PageTraces.read(file))
          .as("changed at %d", i)
          .isInstanceOf(TraceFormatException.class);
    }
    Path longer = write("longer", Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> PageTraces.read(longer)).hasMessageContaining("bytes follow the end");
  }

  @Test
  void readsGzipAndZstdWhateverTheName() throws IOException {
    byte[] text = "5\n6\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(PageTraces.read(write("a.txt", gzip(text))).length()).isEqualTo(2);
    assertThat(PageTraces.read(write("b.gz", Zstd.compress(text))).length()).isEqualTo(2);
  }

  @Test
  void numbersPagesInTheOrderOfTheirFirstRequests() throws IOException {
    long[] names =
        new Random(4).longs(200_000, 0, 60_000).map(name -> name * 4096 - 100_000_000).toArray();
    StringBuilder text = new StringBuilder();
    Arrays.stream(names).forEach(name -> text.append(name).append('\n'));
    PageTrace trace = PageTraces.read(write("many.x.y", text.toString()));
    assertThat(trace.name()).isEqualTo("many");
    assertThat(requested(trace)).containsExactly(names);
    assertThat(trace.distinct()).isEqualTo((int) Arrays.stream(names).distinct().count());
    int next = 0;
    for (int page : trace.requests().pages()) {
      assertThat(page).isLessThanOrEqualTo(next);
      next += page == next ? 1 : 0;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1 2 0 1;4 2 0|number of the request is missing",
        "1 0 0 1|asks for no range of pages",
        "-1 2 0 1|begins no page trace",
        "1 99999999999 0 1|asks for no range of pages",
        "1 2000000000 0 1|more than 1,073,741,824 requests",
        "5;x|the page is missing in 'x'",
        "5;*;6|a line follows the '*'",
        "5;6 7|has too many fields",
        "5;99999999999999999999|does not fit into 64 bits",
        "l 0x10 1;m 0x10 1|is no load and no store",
        "l 0x11111111111111111 1|the address is missing",
        "I  0400,3; L 0400|',' is missing",
        "I  0400,3;hello|is no access to memory",
        "I  0400,0|an access of 0 bytes",
        "0.1 8 512;0.2 8|the number of bytes is missing",
        "0.1 8 512;0.2 -8 512|asks for no range of sectors",
        "PK archive|begins no page trace",
        "time,page|begins no page trace",
      })
  void wrongTextIsRefusedAtItsLine(String lines, String expected) throws IOException {
    Path file = write("wrong", lines.replace(';', '\n'));
    long last = lines.chars().filter(character -> character == ';').count() + 1;
    assertThatThrownBy(() -> PageTraces.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining(expected.contains("1,073") ? file + ":" : file + ":" + last + ":")
        .hasMessageMatching("[^\n]+; [^\n]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.i32be", "a.i64be", "a.oracleGeneral"})
  void cutOffBinariesAreRefusedAtTheirByte(String name) throws IOException {
    Path file = write(name, new byte[24 * 3 + 2]);
    assertThatThrownBy(() -> PageTraces.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("at byte 72: the last record has 2 of");
  }

  @Test
  void otherBinariesAreNoOracleGeneral() throws IOException {
    byte[] junk = new byte[480];
    new Random(8).nextBytes(junk);
    Path file = write("a.oracleGeneral", junk);
    assertThatThrownBy(() -> PageTraces.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("check that the file is oracleGeneral");
  }

  @Test
  void emptyFilesAreRefused() throws IOException {
    for (String name : new String[] {"a.i32be", "b.lis", "c"}) {
      Path file = write(name, "");
      assertThatThrownBy(() -> PageTraces.read(file))
          .isInstanceOf(TraceFormatException.class)
          .hasMessage(file + ": the trace has no requests; record it again or name its format");
    }
  }

  @Test
  void cutOffCompressionIsRefused() throws IOException {
    byte[] text = new byte[100_000];
    IntStream.range(0, text.length).forEach(i -> text[i] = (byte) (i % 2 == 0 ? '0' + i % 9 : 10));
    byte[] packed = gzip(text);
    Path file = write("a.gz", Arrays.copyOf(packed, packed.length / 2));
    assertThatThrownBy(() -> PageTraces.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("the compressed data is cut off or damaged");
    Path words = write("a.i32be.gz", Arrays.copyOf(packed, packed.length / 2));
    assertThatThrownBy(() -> PageTraces.read(words))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("the compressed data is cut off or damaged");
  }

  @Test
  void unknownFormatNamesAreRefusedWithTheKnown() {
    assertThatThrownBy(() -> PageFormat.named("csv:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("arc, blocks, address, lackey, blktrace, i32be");
    assertThat(PageFormat.named("oracleGeneral").name()).isEqualTo("oracleGeneral");
  }

  private static byte[] gzip(byte[] contents) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(contents);
    }
    return packed.toByteArray();
  }
}
