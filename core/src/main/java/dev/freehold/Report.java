package dev.freehold;

import dev.freehold.track.Site;
import org.jspecify.annotations.Nullable;

/// What is known of one misuse.
///
/// @param defect which rule was broken
/// @param what what happened, for example `block closed twice`
/// @param block which block, in words: address, size, heap
/// @param heap the name of its heap, or `null` where that is not known
/// @param used where it was used wrongly, or `null` where that is not known
/// @param freed where it was freed, or `null` where it was not or its level does not record that
/// @param taken where it was taken, or `null` where its level does not record that
/// @param next what to do
public record Report(
    Defect defect,
    String what,
    String block,
    @Nullable String heap,
    @Nullable Site used,
    @Nullable Site freed,
    @Nullable Site taken,
    String next) {

  /// The words for a block.
  static String place(long address, long bytes, String heap) {
    return "0x%x, %d bytes, from heap '%s'".formatted(address, bytes, heap);
  }

  /// The report in words.
  ///
  /// @return several lines
  public String message() {
    StringBuilder text = new StringBuilder("Freehold: ").append(what);
    line(text, "block", block);
    site(text, "used", used);
    site(text, "freed", freed);
    site(text, "taken", taken);
    line(text, "rule", defect.rule() + " -> " + defect.page());
    line(text, "next", next);
    return text.toString();
  }

  private static void site(StringBuilder text, String name, @Nullable Site site) {
    if (site != null) {
      line(text, name, site.toString());
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("\n  ").append(name).append(" ".repeat(8 - name.length())).append(value);
  }
}
