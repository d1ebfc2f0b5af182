package dev.freehold.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the kernel says of the memory of this process.
public final class Smaps {
  private Smaps() {}

  /// The flags of the mapping at an address, for example `dd`: left out of core dumps.
  ///
  /// @return none where nothing is mapped
  public static List<String> flags(long address) throws IOException {
    return lines(address).stream()
        .filter(line -> line.startsWith("VmFlags:"))
        .flatMap(line -> List.of(line.substring(8).strip().split(" ")).stream())
        .toList();
  }

  /// The access to an address, for example `rw-p`; empty where nothing is mapped.
  public static String access(long address) throws IOException {
    List<String> lines = lines(address);
    return lines.isEmpty() ? "" : lines.getFirst().split(" ")[1];
  }

  private static List<String> lines(long address) throws IOException {
    List<String> all = Files.readAllLines(Path.of("/proc/self/smaps"));
    int from = -1;
    for (int i = 0; i < all.size(); i++) {
      String line = all.get(i);
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        if (from >= 0) {
          return all.subList(from, i);
        }
        int dash = line.indexOf('-');
        long start = Long.parseUnsignedLong(line, 0, dash, 16);
        long end = Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), 16);
        from = start <= address && address < end ? i : -1;
      }
    }
    return from < 0 ? List.of() : all.subList(from, all.size());
  }
}
