package dev.freehold.lab.spark;

import dev.freehold.paging.curve.MissRatioCurve;
import dev.freehold.paging.curve.Sampling;
import dev.freehold.paging.curve.Stretch;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/// The curve of LRU, from stretches that are counted apart and joined pair by pair.
///
/// ```text
/// parts      0 1 2 | 3 4 5 | 6 7 8 | 9        one task each
/// stretches    0       1       2     3
/// round 1        0..1             2..3        neighbors, in order
/// round 2               0..3
/// ```
final class Curves {
  private Curves() {}

  /// A stretch and its place, as it travels between tasks.
  private record Placed(int place, Stretch stretch) implements java.io.Serializable {}

  /// Computes the curve.
  ///
  /// @param sampling [Sampling#ALL] for the exact one
  /// @param stretches how many to count at once; fewer where there are fewer parts
  static MissRatioCurve of(JavaSparkContext spark, Parts parts, Sampling sampling, int stretches) {
    int count = Math.clamp(stretches, 1, parts.count());
    int pages = parts.pages();
    List<Integer> all = IntStream.range(0, parts.count()).boxed().toList();
    JavaPairRDD<Integer, Stretch> counted =
        spark
            .parallelize(all, count)
            .mapPartitionsWithIndex(
                (index, part) ->
                    List.of(new Placed(index, count(parts, part, sampling))).iterator(),
                true)
            .mapToPair(placed -> new Tuple2<>(placed.place(), placed.stretch()));
    while (count > 1) {
      count = Math.ceilDiv(count, 2);
      counted =
          counted
              .mapToPair(one -> new Tuple2<>(one._1() / 2, new Placed(one._1(), one._2())))
              .groupByKey(count)
              .mapValues(neighbors -> join(neighbors, pages));
    }
    return counted.values().first().curve(pages, sampling);
  }

  private static Stretch count(Parts parts, Iterator<Integer> indices, Sampling sampling) {
    Stretch.Counter counter = new Stretch.Counter(parts.names(), sampling);
    while (indices.hasNext()) {
      counter.requests(parts.read(indices.next()));
    }
    return counter.stretch();
  }

  private static Stretch join(Iterable<Placed> neighbors, int pages) {
    return StreamSupport.stream(neighbors.spliterator(), false)
        .sorted(Comparator.comparingInt(Placed::place))
        .map(Placed::stretch)
        .reduce((left, right) -> left.join(right, pages))
        .orElse(Stretch.EMPTY);
  }
}
