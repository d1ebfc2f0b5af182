package shop;

import dev.freehold.CheckConfig;
import dev.freehold.Checks;
import dev.freehold.Heap;
import dev.freehold.HeapConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;

/// The program behind the recordings of data/profile: a shop with three heaps, which takes requests
/// in a seeded order and may leak its sessions.
public final class Server {
  private static final int REQUESTS = 6_000;
  private static final int REQUESTS_IN_EPOCH = 600;

  private final Random random;
  private final Pages pages;
  private final Images images;
  private final Sessions sessions;

  private Server(long seed, Pages pages, Images images, Sessions sessions) {
    this.random = new Random(seed);
    this.pages = pages;
    this.images = images;
    this.sessions = sessions;
  }

  /// Whether it leaks.
  enum Variant {
    /// Frees all that it takes.
    HEALTHY,
    /// Forgets sessions.
    LEAKING
  }

  /// Serves and records.
  ///
  /// @param arguments the file to write, `healthy` or `leaking`, and the seed
  /// @throws IOException if the file cannot be written
  public static void main(String[] arguments) throws IOException {
    Variant variant = Variant.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    record(Path.of(arguments[0]), variant, Long.parseLong(arguments[2]));
  }

  static void record(Path file, Variant variant, long seed) throws IOException {
    try (Recording recording = new Recording()) {
      recording.setToDisk(false); // a smaller file: its constants are written once
      recording.enable("jdk.JVMInformation");
      recording.enable("freehold.MemoryUsage").withPeriod(Duration.ofMillis(100));
      recording.start();
      serve(variant, seed, () -> recording.dump(file));
    }
  }

  /// What is done before the server frees what is still in use.
  private interface LastLook {
    void run() throws IOException;
  }

  private static void serve(Variant variant, long seed, LastLook last) throws IOException {
    try (Heap buffers = Heap.open(config("pages"));
        Heap pictures = Heap.open(config("images"));
        Heap customers = Heap.open(config("sessions"));
        Images images = new Images(pictures);
        Sessions sessions = new Sessions(customers, variant)) {
      Server server = new Server(seed, new Pages(buffers), images, sessions);
      for (int request = 1; request <= REQUESTS; request++) {
        server.handle();
        if (request % REQUESTS_IN_EPOCH == 0) {
          customers.endEpoch();
          System.gc(); // finds what nobody can free any more
        }
        if (request % 3 == 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      server.pages.cancel(7);
      last.run();
    }
  }

  private static HeapConfig config(String name) {
    return HeapConfig.named(name)
        .withLimit(32 << 20)
        .withChecks(Checks.SAMPLED)
        .withCheckConfig(CheckConfig.DEFAULT.withSampleBytes(64 << 10));
  }

  private void handle() {
    int number = random.nextInt(10_000);
    switch (random.nextInt(4)) {
      case 0 -> login(number);
      case 1 -> browse(number);
      default -> pages.search(number);
    }
  }

  private void browse(int product) {
    pages.search(product);
    images.show(product);
  }

  private void login(int customer) {
    sessions.login(customer);
    pages.search(customer);
  }
}
