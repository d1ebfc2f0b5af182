package dev.freehold.cli;

import dev.freehold.lab.replay.ReplayResult;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Results as CSV after RFC 4180: a header line, then a line per result. A figure that is not known
/// is an empty field.
final class CsvReport {
  private static final List<String> HEADER =
      Arrays.stream(ReplayResult.class.getRecordComponents())
          .map(RecordComponent::getName)
          .toList();

  private CsvReport() {}

  static void write(Path file, List<ReplayResult> results) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(",", HEADER));
    for (ReplayResult result : results) {
      lines.add(fields(result).stream().map(CsvReport::field).collect(Collectors.joining(",")));
    }
    Files.writeString(file, String.join("\r\n", lines) + "\r\n");
  }

  private static List<Object> fields(ReplayResult result) {
    return List.of(
        result.trace(),
        result.allocator(),
        result.operations(),
        result.allocations(),
        result.frees(),
        result.failed(),
        result.verified(),
        result.peakRequestedBytes(),
        result.peakAllocatedBytes(),
        result.peakCommittedBytes(),
        result.utilisation(),
        result.internalFragmentation(),
        result.externalFragmentation(),
        result.worstInternalFragmentation(),
        result.worstExternalFragmentation(),
        result.nanosPerOperation(),
        result.nanosSpread(),
        result.failure() == null ? "" : result.failure());
  }

  static String field(Object value) {
    if (value instanceof Double share) {
      return Double.isFinite(share) ? share.toString() : "";
    }
    if (value instanceof Long bytes) {
      return bytes < 0 ? "" : bytes.toString();
    }
    String text = value.toString();
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
