package dev.freehold.lab.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/// What a directory of parts says of itself.
///
/// ```text
/// trace.properties      requests=100000000  pages=1000000  part=4194304
/// part-00000.i32be      4194304 pages, 4 bytes each, the most significant first
/// part-00001.i32be      the next 4194304
/// ...                   the last holds the rest
/// ```
///
/// Pages are numbered from 0 in the order of their first requests, so that the files joined with
/// `cat` are a trace for `freehold pages` with the same results.
///
/// @param requests how many, at least 1
/// @param pages how many different ones
/// @param part the requests of a part but the last, at least 1
record PartsHeader(long requests, int pages, int part) implements java.io.Serializable {
  static final String FILE = "trace.properties";

  PartsHeader {
    if (requests < 1 || pages < 1 || pages > requests || part < 1 || part > 1 << 28) {
      throw new IllegalArgumentException(
          "%d requests for %d pages in parts of %d are no trace".formatted(requests, pages, part));
    }
  }

  static PartsHeader read(String directory, InputStream in) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(in);
      return new PartsHeader(
          Long.parseLong(properties.getProperty("requests", "")),
          Integer.parseInt(properties.getProperty("pages", "")),
          Integer.parseInt(properties.getProperty("part", "")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s/%s: requests, pages and part are not all there; generate the trace again"
              .formatted(directory, FILE),
          e);
    }
  }

  void write(OutputStream out) throws IOException {
    out.write(
        "requests=%d%npages=%d%npart=%d%n"
            .formatted(requests, pages, part)
            .getBytes(StandardCharsets.US_ASCII));
  }

  int count() {
    return Math.toIntExact(Math.ceilDiv(requests, part));
  }

  /// The requests of one part.
  int length(int index) {
    return (int) Math.min(part, requests - (long) index * part);
  }

  static String file(int index) {
    return "part-%05d.i32be".formatted(index);
  }
}
