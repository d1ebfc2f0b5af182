package dev.freehold.lab.spark;

import dev.freehold.paging.policy.Requests;
import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/// A trace in the memory of every executor, which receives it once.
final class SharedParts implements Parts {
  private static final long serialVersionUID = 1;

  private final Broadcast<int[]> requested;
  private final Broadcast<long[]> named;
  private final int requests;
  private final int pages;
  private final int length;

  private SharedParts(
      Broadcast<int[]> requested, Broadcast<long[]> named, int requests, int pages, int length) {
    this.requested = requested;
    this.named = named;
    this.requests = requests;
    this.pages = pages;
    this.length = length;
  }

  /// Sends a trace to the executors.
  ///
  /// @param length requests of a part, at least 1
  static SharedParts of(JavaSparkContext spark, Requests trace, int length) {
    return new SharedParts(
        spark.broadcast(trace.pages()),
        spark.broadcast(trace.names()),
        trace.length(),
        trace.distinct(),
        length);
  }

  @Override
  public long requests() {
    return requests;
  }

  @Override
  public int pages() {
    return pages;
  }

  @Override
  public int count() {
    return Math.ceilDiv(requests, length);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int[] read(int part) {
    int from = part * length;
    return Arrays.copyOfRange(requested.value(), from, Math.min(requests, from + length));
  }

  @Override
  public long[] names() {
    return named.value();
  }

  @Override
  public Requests whole() {
    return Requests.of(requested.value(), named.value());
  }
}
