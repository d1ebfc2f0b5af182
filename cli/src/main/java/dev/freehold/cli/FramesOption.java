package dev.freehold.cli;

import dev.freehold.lab.pages.FrameSizes;
import dev.freehold.paging.policy.Policies;
import java.util.List;
import java.util.stream.IntStream;

/// The numbers of frames asked for: ascending, or none for `auto`.
///
/// @param sizes each at least 1
record FramesOption(List<Integer> sizes) {
  /// What asks for sizes that suit the trace.
  static final String AUTO = "auto";

  static FramesOption of(List<String> typed) {
    if (typed.equals(List.of(AUTO))) {
      return new FramesOption(List.of());
    }
    return new FramesOption(typed.stream().map(FramesOption::size).sorted().distinct().toList());
  }

  private static int size(String typed) {
    try {
      int size = Integer.parseInt(typed.strip());
      if (size >= 1) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for all that is no size.
    }
    throw new WrongUse(
        "--frames '%s': write numbers from 1 to %d, as in 100,1000, or auto"
            .formatted(typed, Integer.MAX_VALUE));
  }

  /// The sizes for a trace.
  IntStream of(int pages) {
    return sizes.isEmpty()
        ? IntStream.of(FrameSizes.of(pages))
        : sizes.stream().mapToInt(Integer::intValue);
  }

  /// The most sizes that a trace can have.
  int most() {
    return sizes.isEmpty() ? FrameSizes.MOST : sizes.size();
  }

  /// Fails if a size that was asked for is too small for a policy that was.
  void check(Policies policy) {
    sizes.stream()
        .filter(size -> size < policy.minimum())
        .findFirst()
        .ifPresent(size -> {
          throw new WrongUse(
              "--frames %d: %s needs at least %d frames; give it more or leave it out"
                  .formatted(size, policy.policy(), policy.minimum()));
        });
  }
}
