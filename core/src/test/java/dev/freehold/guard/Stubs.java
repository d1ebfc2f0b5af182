package dev.freehold.guard;

import java.util.HexFormat;
import java.util.Locale;

/// Functions in the machine code of this processor. All run at any address.
final class Stubs {
  private Stubs() {}

  /// `int sum(int, int)`.
  static byte[] sum() {
    return of(
        "8d0437" // lea eax, [rdi + rsi]
            + "c3", // ret
        "0000010b" // add w0, w0, w1
            + "c0035fd6"); // ret
  }

  /// `int answer()`, which is 42.
  static byte[] answer() {
    return of(
        "b82a000000" // mov eax, 42
            + "c3",
        "40058052" // mov w0, #42
            + "c0035fd6");
  }

  /// `void await(int[2])`: sets the second number, and returns when the first is not 0.
  static byte[] await() {
    return of(
        "c7470401000000" // mov dword ptr [rdi + 4], 1
            + "8b07" // mov eax, [rdi]
            + "85c0" // test eax, eax
            + "74fa" // jz to the second instruction
            + "c3",
        "22008052" // mov w2, #1
            + "020400b9" // str w2, [x0, #4]
            + "010040b9" // ldr w1, [x0]
            + "e1ffff34" // cbz w1, to the third instruction
            + "c0035fd6");
  }

  private static byte[] of(String x64, String aarch64) {
    return HexFormat.of()
        .parseHex(
            switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
              case "amd64", "x86_64" -> x64;
              case "aarch64" -> aarch64;
              default -> throw new IllegalStateException("no stubs for this processor");
            });
  }
}
