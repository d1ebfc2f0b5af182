package dev.freehold;

/// Something that goes on until it is closed.
@FunctionalInterface
public interface Registration extends AutoCloseable {
  /// Ends it. Closing twice has no effect.
  @Override
  void close();
}
