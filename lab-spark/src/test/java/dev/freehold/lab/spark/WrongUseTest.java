package dev.freehold.lab.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongUseTest {
  @TempDir private Path directory;

  @BeforeEach
  void generate() throws IOException {
    Profile profile = ProfileKind.ZIPF.profile(100, 0.9, 1);
    GenerateCommand.write(directory, profile, 1000, 100, 300);
  }

  @Test
  void aMasterThatNoOneAnswersFor() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThat(failure("--master", "spark://127.0.0.1:" + port))
        .startsWith("freehold: the master spark://127.0.0.1:" + port + " cannot be reached: ");
  }

  @Test
  void aMasterWithoutAnAddress() {
    assertThat(failure("--master", "spark://nowhere")).contains("it names no host:port");
  }

  @Test
  void aMasterThatSparkDoesNotKnow() throws IOException {
    Local.session().close(); // a running session would be taken instead
    assertThat(failure("--master", "abacus"))
        .contains("Spark does not start on the master abacus: Could not parse Master URL");
  }

  @Test
  void aDirectoryWithoutATrace() throws IOException {
    Files.delete(directory.resolve(PartsHeader.FILE));
    assertThat(failure()).contains("no trace in parts is there");
  }

  @Test
  void aPartCutOff() throws IOException {
    Files.write(directory.resolve("part-00001.i32be"), new byte[1199]);
    assertThat(failure()).contains("part-00001.i32be: 1199 of 1200 bytes are there");
  }

  @Test
  void aPartMissing() throws IOException {
    Files.delete(directory.resolve("part-00002.i32be"));
    assertThat(failure()).contains("part-00002.i32be");
  }

  @Test
  void aHeaderOfNonsense() throws IOException {
    Files.writeString(directory.resolve(PartsHeader.FILE), "requests=many\n");
    assertThat(failure()).contains("trace.properties: requests, pages and part are not all there");
  }

  @Test
  void anUnknownPolicy() {
    assertThat(failure("--policies", "mru")).contains("no policy is called 'mru'");
  }

  @Test
  void tooFewFrames() {
    assertThat(failure("--policies", "s3-fifo", "--frames", "5")).contains("at least 20");
  }

  private String failure(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = new String[arguments.length + 2];
    all[0] = "run";
    all[1] = directory.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    assertThat(Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), all))
        .isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    return err.toString();
  }
}
