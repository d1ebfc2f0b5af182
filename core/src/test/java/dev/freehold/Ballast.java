package dev.freehold;

import java.util.ArrayList;
import java.util.List;

/// Fills the Java heap of a child JVM.
public final class Ballast {
  private static final int LARGEST = 1 << 20;
  private static final int SMALLEST = 1 << 13;

  private Ballast() {}

  /// Fills it but for some bytes.
  ///
  /// @param free about how many
  /// @return what fills it, to be kept as long as it is to be full
  public static List<byte[]> allBut(int free) {
    byte[] kept = new byte[free];
    List<byte[]> ballast = new ArrayList<>(1 << 14);
    for (int bytes = LARGEST; bytes >= SMALLEST; ) {
      try {
        ballast.add(new byte[bytes]);
      } catch (OutOfMemoryError e) {
        bytes >>= 1;
      }
    }
    kept[0] = 1;
    return ballast;
  }
}
