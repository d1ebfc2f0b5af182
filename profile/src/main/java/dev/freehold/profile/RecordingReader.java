package dev.freehold.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// Reads recordings of the JDK Flight Recorder and keeps what Freehold's events say.
///
/// | event | becomes |
/// |---|---|
/// | `freehold.Allocation` | blocks and bytes taken by its stack, in use until freed |
/// | `freehold.Free` | the end of a block, perhaps a temporary one |
/// | `freehold.Leak` | a leak |
/// | `freehold.Violation` | a violation |
/// | `freehold.MemoryUsage` | a point of usage over time |
///
/// Events are read one by one: memory is needed for the distinct stacks and for the live samples,
/// not for the file. Several files are summed; files of one process, told by its start and its
/// number, share their live samples. For one thread.
public final class RecordingReader {
  private static final String PREFIX = "freehold.";

  private final Map<Key, Tally> tallies = new HashMap<>();
  private final Map<Jvm, SampledBlocks> processes = new HashMap<>();
  private final Map<String, UsageSeries> usage = new TreeMap<>();
  private final Findings findings = new Findings();
  private final Map<Chunk, Path> chunks = new HashMap<>();

  // Of the file that is being read.
  private SampledBlocks blocks = new SampledBlocks();
  private Jvm jvm = Jvm.UNKNOWN;
  private long events;
  private long sampleInterval;

  private record Key(String heap, Stack stack) {}

  private record Jvm(long pid, Instant start) {
    static final Jvm UNKNOWN = new Jvm(0, Instant.EPOCH);
  }

  private RecordingReader() {}

  /// Reads files.
  ///
  /// @param files at least one
  /// @return their sum
  /// @throws RecordingException if one is missing, damaged, given twice, or without Freehold's
  ///   events
  public static Profile read(List<Path> files) throws RecordingException {
    RecordingReader reader = new RecordingReader();
    for (Path file : files) {
      reader.read(file);
    }
    return reader.profile(files);
  }

  private void read(Path file) throws RecordingException {
    for (Chunk chunk : Chunk.of(file)) {
      Path other = chunks.putIfAbsent(chunk, file);
      if (other != null) {
        throw new RecordingException(
            "'%s' holds events that '%s' holds too, and they would count twice; name one of them"
                .formatted(file, other));
      }
    }
    blocks = new SampledBlocks();
    jvm = Jvm.UNKNOWN;
    events = 0;
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        take(recording.readEvent());
      }
    } catch (IOException | RuntimeException | InternalError | StackOverflowError e) {
      // The JDK's reader meets damage with any of these.
      throw new RecordingException(
          "'%s' is damaged, or its events are of another version of Freehold (%s); record it again"
              .formatted(file, Objects.requireNonNullElse(e.getMessage(), "nothing is known")));
    }
    if (events == 0) {
      throw new RecordingException(
          "'%s' has no events of Freehold; record a program whose heaps are profiled, see docs/guide/profile.md"
              .formatted(file));
    }
    processes.computeIfAbsent(jvm, _ -> new SampledBlocks()).addAll(blocks);
  }

  private void take(RecordedEvent event) {
    String name = event.getEventType().getName();
    switch (name) {
      case "freehold.Allocation" -> allocation(event);
      case "freehold.Free" ->
          blocks.freed(
              id(event),
              new SampledBlocks.Freed(
                  event.getDuration("lifetime").toNanos(), event.getBoolean("temporary")));
      case "freehold.Leak" -> findings.leak(event);
      case "freehold.Violation" -> findings.violation(event);
      case "freehold.MemoryUsage" -> usage(event);
      case "jdk.JVMInformation" ->
          jvm = new Jvm(event.getLong("pid"), event.getInstant("jvmStartTime"));
      default -> {}
    }
    if (name.startsWith(PREFIX)) {
      events++;
    }
  }

  private void allocation(RecordedEvent event) {
    SampledBlocks.Id id = id(event);
    long size = event.getLong("size");
    double weight = event.getDouble("weight");
    Key key = new Key(id.heap(), Stack.of(event.getStackTrace()));
    Tally tally = tallies.computeIfAbsent(key, _ -> new Tally());
    tally.taken(size, weight);
    blocks.taken(id, new SampledBlocks.Taken(tally, size, weight));
  }

  private static SampledBlocks.Id id(RecordedEvent event) {
    return new SampledBlocks.Id(Fields.text(event, "heap"), event.getLong("sample"));
  }

  private void usage(RecordedEvent event) {
    sampleInterval = Math.max(sampleInterval, event.getLong("sampleInterval"));
    usage
        .computeIfAbsent(Fields.text(event, "heap"), _ -> new UsageSeries())
        .add(
            Fields.text(event, "checks"),
            new Usage.Point(
                event.getStartTime().toEpochMilli(),
                event.getLong("requestedBytes"),
                event.getLong("allocatedBytes"),
                event.getLong("committedBytes"),
                limit(event)));
  }

  /// Heaps of older versions wrote the largest number for no limit.
  private static long limit(RecordedEvent event) {
    long bytes = event.getLong("limitBytes");
    return bytes == Long.MAX_VALUE ? 0 : bytes;
  }

  private Profile profile(List<Path> files) {
    processes.values().forEach(SampledBlocks::settle);
    return new Profile(
        files.stream().map(Path::toString).toList(),
        chunks.keySet().stream().map(Chunk::start).min(Comparator.naturalOrder()).orElseThrow(),
        chunks.keySet().stream().map(Chunk::end).max(Comparator.naturalOrder()).orElseThrow(),
        sampleInterval,
        tallies.entrySet().stream()
            .map(each -> new Row(each.getKey().heap, each.getKey().stack, each.getValue().counts()))
            .sorted(
                Comparator.comparingLong((Row row) -> row.counts().inUseBytes())
                    .reversed()
                    .thenComparing(row -> row.stack().collapsed()))
            .toList(),
        tallies.entrySet().stream()
            .filter(each -> each.getValue().hasTemporary())
            .map(each -> each.getValue().temporary(each.getKey().heap, each.getKey().stack))
            .sorted(
                Comparator.comparingLong(Temporary::bytes)
                    .reversed()
                    .thenComparing(each -> each.stack().collapsed()))
            .toList(),
        findings.leaks(),
        findings.violations(),
        usage.entrySet().stream().map(each -> each.getValue().usage(each.getKey())).toList());
  }
}
