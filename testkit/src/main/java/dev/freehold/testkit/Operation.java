package dev.freehold.testkit;

import java.util.Locale;

/// One step of an [OperationSequence].
///
/// An operation names its block by a number of the sequence's own, not by an address, so that it
/// means the same to every allocator. Where it makes no sense it is skipped: an allocation under
/// the number of a live block, a resize or free of one that is not live. So a sequence stays
/// runnable whatever is left out of it.
///
/// @param kind what to do
/// @param block the number of the block, from 0; 0 where the kind has no block
/// @param bytes the size to ask for; 0 where the kind has none
/// @param alignment the alignment to ask for; 1 where the kind has none
public record Operation(Kind kind, int block, long bytes, long alignment) {
  /// What an operation does.
  public enum Kind {
    /// `allocate BLOCK BYTES ALIGNMENT`
    ALLOCATE,
    /// `resize BLOCK BYTES`
    RESIZE,
    /// `free BLOCK`
    FREE,
    /// `interior BLOCK`: a free, and a size, of an address inside the block, which must be refused
    INTERIOR,
    /// `trim`, where the allocator can
    TRIM,
    /// `clear`: a reset where the allocator can, else a free of each live block
    CLEAR;

    final String word = name().toLowerCase(Locale.ROOT);
  }

  /// Reads what [#toString] wrote.
  ///
  /// @param line for example `allocate 3 200 16`
  /// @return the operation
  /// @throws IllegalArgumentException if the line is none
  public static Operation parse(String line) {
    String[] words = line.strip().split("\\s+");
    try {
      return switch (words[0] + "/" + words.length) {
        case "allocate/4" ->
            new Operation(
                Kind.ALLOCATE,
                Integer.parseInt(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]));
        case "resize/3" ->
            new Operation(Kind.RESIZE, Integer.parseInt(words[1]), Long.parseLong(words[2]), 1);
        case "free/2" -> new Operation(Kind.FREE, Integer.parseInt(words[1]), 0, 1);
        case "interior/2" -> new Operation(Kind.INTERIOR, Integer.parseInt(words[1]), 0, 1);
        case "trim/1" -> new Operation(Kind.TRIM, 0, 0, 1);
        case "clear/1" -> new Operation(Kind.CLEAR, 0, 0, 1);
        default -> throw new IllegalArgumentException("no such operation");
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not an operation: '%s'; write for example 'allocate 3 200 16' or 'free 3'"
              .formatted(line),
          e);
    }
  }

  @Override
  public String toString() {
    return switch (kind) {
      case ALLOCATE -> kind.word + " " + block + " " + bytes + " " + alignment;
      case RESIZE -> kind.word + " " + block + " " + bytes;
      case FREE, INTERIOR -> kind.word + " " + block;
      case TRIM, CLEAR -> kind.word;
    };
  }
}
