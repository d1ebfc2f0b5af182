package dev.freehold.paging.policy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Reads the traces that the oracles were computed on, by the oracles' names for them.
final class PageTraces {
  private PageTraces() {}

  /// The directory that holds `data`.
  static Path home() {
    Path start = Path.of("").toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("data").resolve("ORIGIN.md"))) {
        return at;
      }
    }
    throw new IllegalStateException("no data/ORIGIN.md above " + start);
  }

  static Requests read(Path directory, String trace) {
    if (trace.startsWith("arc_")) {
      return dense(lines(directory, trace + ".lis").flatMapToLong(PageTraces::range));
    } else if (trace.startsWith("c2k_")) {
      return dense(words(directory, "cache2k_" + trace.substring(4) + ".trace.i32be", 4));
    } else if (trace.equals("cp_w106")) {
      return dense(words(directory, "cloud_physics_w106.trace.i32be", 4));
    } else if (trace.equals("scarab_recs")) {
      return dense(words(directory, "scarab_recs.trace.i64be", 8));
    } else if (trace.equals("cloudPhysicsIO")) {
      return dense(names(directory));
    } else if (trace.startsWith("addr4k_")) {
      return dense(
          lines(directory, "address_" + trace.substring(7) + ".trace")
              .mapToLong(line -> Long.decode(line.split(" ")[1]) >> 12));
    }
    return dense(
        lines(directory, trace + ".trace")
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.equals("*"))
            .mapToLong(Long::parseLong));
  }

  /// Numbers the names in the order of their first requests.
  static Requests dense(LongStream requests) {
    long[] trace = requests.toArray();
    Map<Long, Integer> numbers = new HashMap<>();
    int[] pages = new int[trace.length];
    long[] names = new long[trace.length];
    for (int i = 0; i < trace.length; i++) {
      Integer known = numbers.putIfAbsent(trace[i], numbers.size());
      pages[i] = known == null ? numbers.size() - 1 : known;
      names[pages[i]] = trace[i];
    }
    return Requests.of(pages, Arrays.copyOf(names, numbers.size()));
  }

  private static LongStream range(String line) {
    String[] fields = line.strip().split("\\s+");
    long start = Long.parseLong(fields[0]);
    return LongStream.range(start, start + Long.parseLong(fields[1]));
  }

  private static LongStream words(Path directory, String file, int width) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(directory, file));
    return LongStream.range(0, bytes.capacity() / width)
        .map(i -> width == 4 ? bytes.getInt((int) i * 4) : bytes.getLong((int) i * 8));
  }

  /// Records of 24 bytes in little-endian order, the name at byte 4.
  private static LongStream names(Path directory) {
    ByteBuffer bytes =
        ByteBuffer.wrap(bytes(directory, "cloudPhysicsIO.oracleGeneral.bin"))
            .order(ByteOrder.LITTLE_ENDIAN);
    return LongStream.range(0, bytes.capacity() / 24).map(i -> bytes.getLong((int) i * 24 + 4));
  }

  private static Stream<String> lines(Path directory, String file) {
    return new BufferedReader(
            new InputStreamReader(
                new ByteArrayInputStream(bytes(directory, file)), StandardCharsets.US_ASCII))
        .lines();
  }

  private static byte[] bytes(Path directory, String file) {
    try (GZIPInputStream in =
        new GZIPInputStream(Files.newInputStream(directory.resolve(file + ".gz")), 1 << 16)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
