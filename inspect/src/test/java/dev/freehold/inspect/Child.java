package dev.freehold.inspect;

import dev.freehold.region.Region;
import dev.freehold.region.RegionConfig;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM that holds known amounts of memory until its input ends.
final class Child {
  static final int DIRECT = 16 << 20;
  static final int ARENA = 8 << 20;
  static final int REGION = 4 << 20;
  static final int FILE = 6 << 20;

  private Child() {}

  static void main(String[] arguments) throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(DIRECT);
    MemorySegment segment = Arena.global().allocate(ARENA);
    Region region = Region.reserve(RegionConfig.ofReserve(REGION * 4));
    region.commit(0, REGION);
    MemorySegment.ofAddress(region.base()).reinterpret(REGION).fill((byte) 1);
    System.setProperty(
        "freehold.heap.0x" + Long.toHexString(region.base()), region.bytes() + " orders");
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]))) {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, FILE);
      int sum = 0;
      for (int at = 0; at < FILE; at += 4096) {
        sum += mapped.get(at);
      }
      System.out.println("ready " + sum);
      System.out.flush();
      while (System.in.read() >= 0) {}
      System.out.println(direct.capacity() + segment.byteSize() + mapped.capacity());
    }
  }

  /// Starts it, and waits until it holds its memory.
  static Process start(Path directory, String... options) throws IOException {
    Path file = Files.write(directory.resolve("mapped"), new byte[FILE]);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:ReservedCodeCacheSize=32m", "-Xshare:auto"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", place(Child.class) + ":" + place(Region.class)));
    command.addAll(List.of(Child.class.getName(), file.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = process.inputReader().readLine();
    if (!"ready 0".equals(line)) {
      process.destroy();
      throw new IOException("the child said: " + line);
    }
    return process;
  }

  /// The directory or jar that a class is in.
  private static Path place(Class<?> type) throws IOException {
    String inside = "/" + type.getName().replace('.', '/') + ".class";
    String url = String.valueOf(type.getResource(inside));
    String outer = url.substring(0, url.length() - inside.length());
    try {
      return Path.of(new URI(outer.replace("jar:", "").replaceAll("!$", "")));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
