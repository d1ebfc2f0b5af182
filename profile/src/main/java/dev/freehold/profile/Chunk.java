package dev.freehold.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The head of one part of a recording. A recording is chunks, one behind the other, each complete
/// in itself:
///
/// ```text
///    0  magic "FLR", 0           32  start, nanoseconds since 1970
///    4  version                  40  duration, nanoseconds
///    8  size of the chunk        48  start, ticks
///   16  place of the constants   56  ticks in a second
///   24  place of the metadata    64  state, features
/// ```
///
/// Sizes that do not lead from chunk to chunk and to the end of the file tell one that was cut
/// short.
///
/// @param startNanos since 1970
/// @param durationNanos how long
/// @param startTicks of the clock that events carry, which tells two chunks of one moment apart
record Chunk(long startNanos, long durationNanos, long startTicks) {
  private static final int HEAD = 68;
  private static final int MAGIC = 0x464C5200; // "FLR\0"
  private static final String AGAIN =
      "dump it again, whole, with 'jcmd PID JFR.dump filename=FILE.jfr'";

  Instant start() {
    return Instant.EPOCH.plusNanos(startNanos);
  }

  Instant end() {
    return Instant.EPOCH.plusNanos(startNanos + Math.max(durationNanos, 0));
  }

  /// The chunks of a file.
  static List<Chunk> of(Path file) throws RecordingException {
    if (file.toString().isEmpty() || !Files.exists(file)) { // an empty path is the directory
      throw new RecordingException(
          "there is no file '%s'; name a recording, such as 'jcmd PID JFR.dump filename=FILE.jfr' makes"
              .formatted(file));
    }
    if (Files.isDirectory(file)) {
      throw new RecordingException("'%s' is a directory; name a recording in it".formatted(file));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return read(channel, file);
    } catch (IOException e) {
      throw new RecordingException(
          "'%s' cannot be read; name a file that you may read".formatted(file));
    }
  }

  private static List<Chunk> read(FileChannel channel, Path file)
      throws IOException, RecordingException {
    long length = channel.size();
    if (length == 0) {
      throw new RecordingException("'%s' is empty; %s".formatted(file, AGAIN));
    }
    List<Chunk> chunks = new ArrayList<>();
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    for (long at = 0; at < length; ) {
      head.clear();
      int read = 0;
      while (head.hasRemaining() && read >= 0) {
        read = channel.read(head, at + head.position());
      }
      if (head.position() < Integer.BYTES || head.getInt(0) != MAGIC) {
        throw new RecordingException(
            at == 0
                ? "'%s' is no recording: it does not begin with FLR; name a file of the JDK Flight Recorder"
                    .formatted(file)
                : "'%s' is damaged at byte %d, where a chunk should begin; %s"
                    .formatted(file, at, AGAIN));
      }
      long size = head.position() < HEAD ? HEAD : head.getLong(8);
      if (size < HEAD || size > length - at) {
        throw new RecordingException(
            "'%s' was cut short: it ends %s; %s"
                .formatted(
                    file,
                    size < HEAD
                        ? "within a chunk that was still being written"
                        : "%,d bytes before its last chunk does".formatted(size - (length - at)),
                    AGAIN));
      }
      chunks.add(new Chunk(head.getLong(32), head.getLong(40), head.getLong(48)));
      at += size;
    }
    return chunks;
  }
}
