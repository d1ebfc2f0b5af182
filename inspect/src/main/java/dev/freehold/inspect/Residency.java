package dev.freehold.inspect;

import dev.freehold.os.Os;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Counts the resident OS pages of a range, which is needed where a mapping holds several parts.
@FunctionalInterface
interface Residency {
  /// Counts resident pages.
  ///
  /// @return empty where the system does not tell
  OptionalLong pages(long from, long to);

  /// That of a process, by `/proc/PID/pagemap`: 8 bytes for each page, of which the highest bit
  /// says that the page is present.
  static Residency of(Target target) {
    Path file = target.path("pagemap");
    long pageBytes = Os.current().pageBytes();
    return (from, to) -> {
      try (FileChannel pagemap = FileChannel.open(file)) {
        return OptionalLong.of(count(pagemap, from / pageBytes, to / pageBytes));
      } catch (IOException e) {
        return OptionalLong.empty();
      }
    };
  }

  private static long count(FileChannel pagemap, long first, long after) throws IOException {
    ByteBuffer entries = ByteBuffer.allocate(64 << 10).order(ByteOrder.nativeOrder());
    long present = 0;
    for (long at = first; at < after; ) {
      entries.clear().limit((int) Math.min(entries.capacity(), (after - at) * Long.BYTES));
      if (pagemap.read(entries, at * Long.BYTES) < Long.BYTES) {
        break;
      }
      entries.flip();
      at += entries.remaining() / Long.BYTES;
      while (entries.remaining() >= Long.BYTES) {
        present += entries.getLong() < 0 ? 1 : 0;
      }
    }
    return present;
  }
}
