package dev.freehold;

import dev.freehold.alloc.BestFit;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM that takes and fills blocks of 1 MiB until it is refused, or has as many as it wants, then
/// says so and waits until its input ends.
///
/// ```text
/// Burst BLOCKS            a heap as it is by default
/// Burst BLOCKS BYTES      a heap within a budget of so many bytes
/// ```
final class Burst {
  private static final int BLOCK = 1 << 20;

  private Burst() {}

  static void main(String[] arguments) throws IOException {
    HeapConfig named = // in pages, to need little of the Java heap
        HeapConfig.named("burst").withAllocator(region -> new BestFit(region, 4096));
    HeapConfig config =
        arguments.length == 1
            ? named
            : named.withBudget(Budget.root("burst", Long.parseLong(arguments[1])));
    List<Block> blocks = new ArrayList<>();
    try (Heap heap = Heap.open(config)) {
      String end = "took all";
      try {
        while (blocks.size() < Integer.parseInt(arguments[0])) {
          Block block = heap.allocate(BLOCK);
          blocks.add(block);
          block.segment().fill((byte) 1);
        }
      } catch (OffHeapOutOfMemoryException e) {
        end = "refused";
      }
      System.out.println(end + " after " + blocks.size() + " MiB");
      System.out.flush();
      while (System.in.read() >= 0) {}
      blocks.forEach(Block::close);
    }
  }

  /// How to start it, as small as a JVM gets.
  static List<String> command(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx16m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:ReservedCodeCacheSize=16m", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", place(Burst.class) + ":" + place(Heap.class)));
    command.add(Burst.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /// The directory or jar that a class is in.
  private static Path place(Class<?> type) {
    String inside = "/" + type.getName().replace('.', '/') + ".class";
    try {
      String path = type.getResource(inside).toURI().getPath();
      return Path.of(path.substring(0, path.length() - inside.length()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
