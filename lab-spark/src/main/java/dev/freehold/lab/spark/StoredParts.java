package dev.freehold.lab.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/// A trace in a directory of any file system that Hadoop knows and all executors reach.
///
/// A task holds one part of it at a time, 16 MiB as the generator writes them.
final class StoredParts implements Parts {
  private static final long serialVersionUID = 1;

  private final String directory;
  private final PartsHeader header;
  private final Broadcast<SerializableConfiguration> configuration;

  private StoredParts(
      String directory, PartsHeader header, Broadcast<SerializableConfiguration> configuration) {
    this.directory = directory;
    this.header = header;
    this.configuration = configuration;
  }

  /// Finds a trace.
  ///
  /// @param directory a path or URL, as in `hdfs://host/traces/zipf`
  /// @throws IllegalArgumentException where there is none, or a part is missing or cut off
  static StoredParts open(JavaSparkContext spark, String directory) {
    Configuration configuration = spark.hadoopConfiguration();
    Path home = new Path(directory);
    try {
      FileSystem files = home.getFileSystem(configuration);
      PartsHeader header;
      try (InputStream in = files.open(new Path(home, PartsHeader.FILE))) {
        header = PartsHeader.read(directory, in);
      }
      for (int part = 0; part < header.count(); part++) {
        FileStatus file = files.getFileStatus(new Path(home, PartsHeader.file(part)));
        long expected = (long) Integer.BYTES * header.length(part);
        if (file.getLen() != expected) {
          throw new IllegalArgumentException(
              "%s/%s: %d of %d bytes are there; copy or generate the trace again"
                  .formatted(directory, PartsHeader.file(part), file.getLen(), expected));
        }
      }
      return new StoredParts(
          directory, header, spark.broadcast(new SerializableConfiguration(configuration)));
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "%s: no trace in parts is there (%s); make one with 'generate'"
              .formatted(directory, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s: reading failed: %s; check the path".formatted(directory, e.getMessage()), e);
    }
  }

  @Override
  public long requests() {
    return header.requests();
  }

  @Override
  public int pages() {
    return header.pages();
  }

  @Override
  public int count() {
    return header.count();
  }

  @Override
  public int length() {
    return header.part();
  }

  @Override
  public int[] read(int part) {
    Path file = new Path(new Path(directory), PartsHeader.file(part));
    byte[] bytes = new byte[Integer.BYTES * header.length(part)];
    try (FSDataInputStream in = file.getFileSystem(configuration.value().value()).open(file)) {
      in.readFully(0, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("%s: reading failed".formatted(file), e);
    }
    int[] pages = new int[header.length(part)];
    ByteBuffer.wrap(bytes).asIntBuffer().get(pages);
    for (int i = 0; i < pages.length; i++) {
      if (pages[i] < 0 || pages[i] >= header.pages()) {
        throw new IllegalArgumentException(
            "%s: at byte %d: page %d is none of %d; copy or generate the trace again"
                .formatted(file, (long) i * Integer.BYTES, pages[i], header.pages()));
      }
    }
    return pages;
  }

  @Override
  public long[] names() {
    long[] names = new long[header.pages()];
    Arrays.setAll(names, page -> page);
    return names;
  }
}
