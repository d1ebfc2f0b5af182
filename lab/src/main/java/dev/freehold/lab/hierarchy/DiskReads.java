package dev.freehold.lab.hierarchy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/// The latency of the disk: random reads of single blocks, past the system's page cache.
///
/// @param fileSystem the kind that holds the file, for example `ext4`
/// @param blockBytes of one read
/// @param leastNanos the fastest read
/// @param medianNanos half of the reads were faster
/// @param absence why there are no figures; empty where there are
public record DiskReads(
    String fileSystem, int blockBytes, double leastNanos, double medianNanos, String absence) {
  private static final int READS = 400;
  private static final int LEAST_BLOCK = 4 << 10; // 4 KiB
  private static final int CHUNK = 1 << 20; // 1 MiB

  /// Measures in a file that is deleted afterwards.
  ///
  /// @param directory where the file is made
  /// @param bytes its size
  static DiskReads measure(Path directory, long bytes) {
    String kind = "unknown";
    try {
      FileStore store = Files.getFileStore(directory);
      kind = store.type();
      int block = (int) Math.max(LEAST_BLOCK, store.getBlockSize());
      Path file = Files.createTempFile(directory, "freehold-", ".disk");
      try {
        fill(file, bytes);
        return read(file, bytes, kind, block);
      } finally {
        Files.delete(file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      return new DiskReads(
          kind,
          0,
          Double.NaN,
          Double.NaN,
          "no direct reads in %s (%s): %s; name a directory on a disk with -Djava.io.tmpdir"
              .formatted(directory, kind, e.getMessage()));
    }
  }

  private static void fill(Path file, long bytes) throws IOException {
    byte[] contents = new byte[CHUNK];
    new SplittableRandom(bytes).nextBytes(contents); // what a disk cannot compress
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long at = 0; at < bytes; at += CHUNK) {
        ByteBuffer chunk = ByteBuffer.wrap(contents, 0, (int) Math.min(CHUNK, bytes - at));
        while (chunk.hasRemaining()) {
          channel.write(chunk);
        }
      }
      channel.force(true);
    }
  }

  private static DiskReads read(Path file, long bytes, String kind, int block) throws IOException {
    SplittableRandom random = new SplittableRandom(block);
    double[] nanos = new double[READS];
    ByteBuffer buffer = ByteBuffer.allocateDirect(2 * block).alignedSlice(block).limit(block);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct())) {
      for (int i = 0; i < READS; i++) {
        long at = random.nextLong(bytes / block) * block;
        buffer.position(0);
        long start = System.nanoTime();
        int count = channel.read(buffer, at);
        nanos[i] = System.nanoTime() - start;
        if (count != block) {
          throw new IOException("a read of %d bytes gave %d".formatted(block, count));
        }
      }
    }
    Arrays.sort(nanos);
    return new DiskReads(kind, block, nanos[0], nanos[READS / 2], "");
  }

  /// The JDK's option for `O_DIRECT`. It is found by name, because its package is one that the
  /// compiler warns of.
  private static OpenOption direct() {
    try {
      for (Object option :
          Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
        if (option instanceof OpenOption direct && option.toString().equals("DIRECT")) {
          return direct;
        }
      }
    } catch (ClassNotFoundException e) {
      throw new UnsupportedOperationException("this JDK has no direct reads", e);
    }
    throw new UnsupportedOperationException("this JDK has no direct reads");
  }
}
