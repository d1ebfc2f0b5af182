package dev.freehold.attacks;

import java.util.function.Consumer;

/// A technique against the allocator of a C library, by what it does to this one.
///
/// @param name what its authors call it
/// @param primitive what the attacker can do
/// @param reported whether [dev.freehold.Checks#FULL] reports it
/// @param body performs the primitive, then asks for the blocks that it would control
record Technique(String name, Primitive primitive, boolean reported, Consumer<Ground> body) {
  /// What a technique rests on.
  enum Primitive {
    /// A block is freed twice.
    DOUBLE_FREE("double free"),
    /// The first words of a freed block are written, where C allocators keep links.
    LINK("link in a freed block"),
    /// The words around a block are written, where C allocators keep sizes.
    SIZE("size of a neighbor"),
    /// One zero is written after the end.
    OFF_BY_NULL("one zero over the end"),
    /// An address is freed that looks like a block.
    FORGED_BLOCK("forged block freed"),
    /// The allocator's own tables are written, where C allocators keep them.
    TABLES("tables of the allocator"),
    /// The contents of a freed block are read.
    LEAK("link read from a freed block");

    private final String words;

    Primitive(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
