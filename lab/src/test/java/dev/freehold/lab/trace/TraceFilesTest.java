package dev.freehold.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.freehold.lab.input.InputFile;
import dev.freehold.lab.input.TraceFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFilesTest {
  private static final String REP = "0\n1\n2\n16\na 0 16\nf 0\n";

  @TempDir private Path directory;

  @Test
  void tellsTheFormatByTheContent() throws IOException {
    assertReads("app.bin", REP, "0 ~0");
    assertReads("app.csv", "Alloc(8),\nFree(0),\n", "0 ~0");
    assertReads("app.rep", "v 10400 3\n+ 10 1 7f00\n- 7f00\n", "0 ~0");
    byte[] profile = "16, 100, 10\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(TraceFiles.read(write("app.gz", profile)).operations()).isEqualTo(400_000);
  }

  @Test
  void readsGzipAndZstdWhateverTheName() throws IOException {
    assertThat(Traces.codes(TraceFiles.read(write("a.zst", gzip(REP))))).isEqualTo("0 ~0");
    assertThat(Traces.codes(TraceFiles.read(write("a.gz", zstd(REP))))).isEqualTo("0 ~0");
  }

  @Test
  void skipsBlankLinesAndCarriageReturnsAndNeedsNoLastNewline() throws IOException {
    assertReads("app.rep", "\n0\r\n1\r\n2\r\n16\r\n\r\na 0 16\r\n  \r\nf 0", "0 ~0");
  }

  @Test
  void namesATraceUpToTheFirstDotThatDoesNotBeginIt() {
    assertThat(InputFile.nameOf(Path.of("dir.d/app.1.rep.gz"))).isEqualTo("app");
    assertThat(InputFile.nameOf(Path.of("app"))).isEqualTo("app");
    assertThat(InputFile.nameOf(Path.of(".app.rep"))).isEqualTo(".app");
  }

  @Test
  void refusesAMissingFile() {
    assertRefused(
        directory.resolve("none.rep"),
        ": there is no such file; check the path or name a bundled trace");
  }

  @Test
  void refusesADirectory() {
    assertRefused(directory, ": this is a directory; name a trace file in it");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    String message = ": the file is empty; copy or record the file again";
    assertRefused(write("empty", new byte[0]), message);
    assertRefused(write("blank", "\n \n".getBytes(StandardCharsets.US_ASCII)), message);
    assertRefused(write("empty.gz", gzip("")), message);
    assertRefused(write("empty.zst", zstd("")), message);
  }

  @Test
  void refusesTruncatedGzip() throws IOException {
    byte[] whole = gzip(REP);
    String message = "the compressed data is cut off or damaged; copy or record the file again";
    assertRefused(write("head.gz", Arrays.copyOf(whole, 5)), ": " + message);
    assertRefused(write("start.gz", Arrays.copyOf(whole, 11)), ":1: " + message);
    assertRefused(write("most.gz", Arrays.copyOf(whole, whole.length - 4)), ":7: " + message);
    whole[whole.length - 8] ^= 1;
    assertRefused(write("sum.gz", whole), ":7: " + message);
  }

  @Test
  void refusesTruncatedZstd() throws IOException {
    byte[] whole = zstd(REP);
    String message = ":1: the compressed data is cut off or damaged; copy or record the file again";
    assertRefused(write("head.zst", Arrays.copyOf(whole, 3)), message);
    assertRefused(write("start.zst", Arrays.copyOf(whole, 8)), message);
  }

  @Test
  void refusesUnknownContent() throws IOException {
    String message =
        " begins no known format (.rep, wee_alloc, heaptrack, fleetbench);"
            + " record a trace with 'heaptrack -r PROGRAM'";
    assertRefused(
        write("a", "\nhello world\n".getBytes(StandardCharsets.US_ASCII)),
        ":2: 'hello world'" + message);
    byte[] binary = new byte[60];
    Arrays.fill(binary, (byte) 0xFF);
    assertRefused(write("b", binary), ":1: '" + "?".repeat(40) + "...'" + message);
  }

  @Test
  void refusesAnEndlessLine() throws IOException {
    assertRefused(
        write("zeros", new byte[100_000]),
        ":1: the line is longer than 64 KiB; check that the file is a trace");
  }

  @Test
  void readsLinesAcrossTheBuffer() throws IOException {
    int blocks = 50_000;
    StringBuilder text = new StringBuilder("0\n" + blocks + "\n" + 2 * blocks + "\n0\n");
    for (int i = 0; i < blocks; i++) {
      text.append("a ").append(i).append(' ').append(i % 1000).append('\n');
    }
    for (int i = 0; i < blocks; i++) {
      text.append("f ").append(i).append('\n');
    }
    Trace trace = TraceFiles.read(write("app.rep.gz", gzip(text.toString())));
    assertThat(trace.allocations()).isEqualTo(blocks);
    for (int i = 0; i < blocks; i++) {
      assertThat(trace.code(i)).isEqualTo(i);
      assertThat(trace.bytes(i)).isEqualTo(i % 1000);
      assertThat(trace.code(blocks + i)).isEqualTo(~i);
    }
  }

  private void assertReads(String name, String text, String codes) throws IOException {
    Trace trace = TraceFiles.read(write(name, text.getBytes(StandardCharsets.US_ASCII)));
    assertThat(trace.name()).isEqualTo("app");
    assertThat(Traces.codes(trace)).isEqualTo(codes);
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> TraceFiles.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + message);
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static byte[] zstd(String text) {
    return Zstd.compress(text.getBytes(StandardCharsets.US_ASCII));
  }
}
