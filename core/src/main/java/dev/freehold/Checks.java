package dev.freehold;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How much a heap checks: five levels, each doing what those before it do.
///
/// | level | adds | for |
/// |---|---|---|
/// | [#FAST] | bounds; a close of a closed block; borrows; limits | code proven elsewhere |
/// | [#SCOPED] | a scope for each block: use after free and wrong threads throw | the default |
/// | [#SAMPLED] | both stacks for one block in 512 KiB, guard pages for fewer | production |
/// | [#FULL] | canaries, poison, quarantine, both stacks for all, random placement | tests |
/// | [#GUARDED] | every block against a guard page | the hunt for one bug |
///
/// The system property `freehold.checks`, where it is set, replaces the level of every heap of the
/// process.
public enum Checks {
  /// Bounds, borrows and limits.
  FAST,
  /// The above, and a scope for each block.
  SCOPED,
  /// The above, and a sample of blocks with stacks and guard pages.
  SAMPLED,
  /// The above for all blocks but guard pages, with canaries, poison, quarantine and random placement.
  FULL,
  /// The above, and guard pages for all blocks, as far as the system has map entries.
  GUARDED;

  /// The system property that replaces the level of all heaps.
  public static final String PROPERTY = "freehold.checks";

  /// The level that a heap gets.
  static Checks inForce(Checks configured) {
    String wish = System.getProperty(PROPERTY);
    return wish == null ? configured : parse(wish);
  }

  /// Reads a level by its name, in any case.
  ///
  /// @param name for example `full`
  /// @return the level
  /// @throws IllegalArgumentException naming the levels, if there is none of that name
  public static Checks parse(String name) {
    @Nullable Checks level =
        Arrays.stream(values())
            .filter(each -> each.name().equalsIgnoreCase(name.strip()))
            .findFirst()
            .orElse(null);
    if (level == null) {
      throw new IllegalArgumentException(
          "-D%s=%s: must be one of %s"
              .formatted(
                  PROPERTY,
                  name,
                  Arrays.stream(values())
                      .map(each -> each.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", "))));
    }
    return level;
  }
}
