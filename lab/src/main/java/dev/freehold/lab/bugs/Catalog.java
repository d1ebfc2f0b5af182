package dev.freehold.lab.bugs;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The list of all bugs.
final class Catalog {
  static final List<Bug> BUGS =
      Stream.of(
              FrameOverflows.class,
              BlockOverflows.class,
              Underflows.class,
              Overreads.class,
              Leaks.class,
              Frees.class,
              WrongFrees.class,
              Unwritten.class,
              NullsAndSizes.class,
              Ownership.class)
          .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
          .filter(method -> method.isAnnotationPresent(Planted.class))
          .map(Bug::of)
          .sorted(Comparator.comparing(Bug::origin).thenComparing(bug -> bug.source().firstLine()))
          .toList();

  private Catalog() {}
}
