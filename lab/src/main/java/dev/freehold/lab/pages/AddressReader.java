package dev.freehold.lab.pages;

import dev.freehold.lab.input.Lines;

/// Reads loads and stores of a processor; the page is the address without its last 12 bits.
///
/// ```text
/// l 0x1fffff50 1      load or store, address, instructions since the one before
/// s 0x1fffff58 6
/// ```
final class AddressReader implements PageReader {
  @Override
  public boolean recognizes(Lines lines) {
    return lines.skip("l 0x") || lines.skip("s 0x");
  }

  @Override
  public void read(Lines lines, PageTraceBuilder trace) {
    do {
      if (!lines.skip("l 0x") && !lines.skip("s 0x")) {
        throw lines.error(
            "'" + lines.text() + "' is no load and no store", "write 'l 0xADDRESS COUNT' or 's'");
      }
      long address = lines.hexadecimal("address");
      lines.decimal("number of instructions");
      lines.expectEnd();
      trace.request(address >>> PageTraces.PAGE_BITS);
    } while (lines.next());
  }
}
