package dev.freehold.lab.spark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;

/// Opens sessions of Spark, and says in one line why one cannot be opened.
final class Sessions {
  private static final int PATIENCE = 3000; // milliseconds
  private static final Pattern ADDRESS = Pattern.compile("([^:/,]+):(\\d{1,5})");

  private Sessions() {}

  /// Connects to a master.
  ///
  /// A master named by its address is first called: Spark itself tries for a minute, and then stops
  /// the process.
  ///
  /// @param master as Spark names it: `local[*]`, `spark://host:7077`, `yarn`, `k8s://...`; empty
  ///   for what `spark-submit` says, and without it `local[*]`
  /// @throws IllegalArgumentException if it is no master, or cannot be reached
  static SparkSession open(Optional<String> master) {
    String url = master.orElseGet(() -> System.getProperty("spark.master", "local[*]"));
    if (url.startsWith("spark://")) {
      call(url);
    }
    SparkSession.Builder builder = SparkSession.builder().appName("freehold").master(url);
    if (url.startsWith("local")) {
      builder
          .config("spark.ui.enabled", "false")
          .config("spark.sql.shuffle.partitions", partitions())
          .config("spark.driver.host", "localhost")
          .config("spark.driver.bindAddress", "127.0.0.1");
    }
    try {
      return builder.getOrCreate();
    } catch (RuntimeException e) {
      throw refused(url, e);
    } catch (Exception e) { // Spark throws checked exceptions without declaring them
      if (e instanceof SparkException || e instanceof IOException) {
        throw refused(url, e);
      }
      throw new IllegalStateException(e);
    }
  }

  private static String partitions() {
    return String.valueOf(4 * Runtime.getRuntime().availableProcessors());
  }

  private static void call(String url) {
    Matcher addresses = ADDRESS.matcher(url.substring("spark://".length()));
    String failure = "it names no host:port";
    while (addresses.find()) {
      int port = Integer.parseInt(addresses.group(2));
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(addresses.group(1), port), PATIENCE);
        return;
      } catch (IOException | IllegalArgumentException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
    throw new IllegalArgumentException(
        "the master %s cannot be reached: %s; check the address, or use --master 'local[*]'"
            .formatted(url, failure));
  }

  private static IllegalArgumentException refused(String url, Exception cause) {
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return new IllegalArgumentException(
        "Spark does not start on the master %s: %s; check it, or use --master 'local[*]'"
            .formatted(url, reason),
        cause);
  }
}
