package dev.freehold.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written without the compiler of protocol buffers, the compiler decodes by the public
/// definition.
class ProtocTest {
  @TempDir private Path directory;

  @Test
  void decodesTheProfile() throws IOException, InterruptedException, RecordingException {
    Path protoc = Path.of(System.getProperty("protoc", "none"));
    assumeTrue(Files.exists(protoc), "protoc is tried on Linux on x86-64 alone");
    assertThat(protoc.toFile().setExecutable(true)).isTrue();
    Path file = Recorded.file(directory.resolve("r.jfr"), new RandomProgram(11));
    Report report = Report.of(RecordingReader.read(List.of(file)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Format.PPROF.write(report, SampleType.INUSE_SPACE, out);

    String decoded = decode(protoc, DecodedPprof.unzip(out.toByteArray()));

    // An unknown field is printed by its number.
    assertThat(decoded).doesNotContainPattern("(?m)^ *\\d+[:{ ]");
    assertThat(decoded).contains("string_table: \"\"", "string_table: \"inuse_space\"");
    List<Long> values =
        Pattern.compile("(?m)^  value: (-?\\d+)$")
            .matcher(decoded)
            .results()
            .map((MatchResult match) -> Long.valueOf(match.group(1)))
            .toList();
    assertThat(values).hasSize(4 * report.profile().rows().size());
    SampleType[] types = SampleType.values();
    long[] sums = new long[types.length];
    for (int i = 0; i < values.size(); i++) {
      sums[i % types.length] += values.get(i);
    }
    for (int i = 0; i < types.length; i++) {
      assertThat(sums[i]).as(types[i].id()).isEqualTo(report.totals().of(types[i]));
    }
  }

  private String decode(Path protoc, byte[] profile) throws IOException, InterruptedException {
    Path definition = directory.resolve("pprof.proto");
    try (InputStream in = Pprof.class.getResourceAsStream("pprof.proto")) {
      Files.write(definition, in.readAllBytes());
    }
    Path input = Files.write(directory.resolve("profile.pb"), profile);
    Process process =
        new ProcessBuilder(
                protoc.toString(),
                "--proto_path=" + directory,
                "--decode=perftools.profiles.Profile",
                "pprof.proto")
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    String decoded = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(decoded).isZero();
    return decoded;
  }
}
