package dev.freehold.lab.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lead;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/// The next request for the page of each request, by a window function:
///
/// ```sql
/// SELECT time, lead(time, 1, requests) OVER (PARTITION BY page ORDER BY time)
/// ```
///
/// One shuffle of the trace, which sorts each page's requests. The column then fills an array by
/// time, 4 B a request, on the driver.
final class NextUses {
  private static final int BATCH = 1 << 16; // 512 KiB of pairs
  private static final StructType SCHEMA =
      new StructType()
          .add("time", DataTypes.IntegerType, false)
          .add("page", DataTypes.IntegerType, false);

  private NextUses() {}

  /// Computes the future of a trace, of at most 2^31 - 9 requests.
  static int[] of(SparkSession session, Parts parts) {
    int requests = Math.toIntExact(parts.requests());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<Integer> all = IntStream.range(0, parts.count()).boxed().toList();
    JavaRDD<Row> rows =
        spark
            .parallelize(all, parts.count())
            .flatMap(part -> rows(parts.read(part), part * parts.length()));
    Column next =
        lead(col("time"), 1, requests).over(Window.partitionBy(col("page")).orderBy(col("time")));
    JavaRDD<int[]> pairs =
        session
            .createDataFrame(rows, SCHEMA)
            .select(col("time"), next.as("next"))
            .toJavaRDD()
            .mapPartitions(NextUses::batches);
    int[] future = new int[requests];
    for (int[] batch : pairs.collect()) {
      for (int i = 0; i < batch.length; i += 2) {
        future[batch[i]] = batch[i + 1];
      }
    }
    return future;
  }

  private static Iterator<Row> rows(int[] pages, int start) {
    return IntStream.range(0, pages.length)
        .<Row>mapToObj(i -> RowFactory.create(start + i, pages[i]))
        .iterator();
  }

  /// Pairs of a time and its next use, many to an array.
  private static Iterator<int[]> batches(Iterator<Row> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public int[] next() {
        if (!rows.hasNext()) {
          throw new NoSuchElementException();
        }
        List<Row> batch = new ArrayList<>();
        while (batch.size() < BATCH && rows.hasNext()) {
          batch.add(rows.next());
        }
        return batch.stream()
            .flatMapToInt(row -> IntStream.of(row.getInt(0), row.getInt(1)))
            .toArray();
      }
    };
  }
}
