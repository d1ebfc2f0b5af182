package dev.freehold.region;

/// Who is charged for what a region commits: asked before bytes are committed, told after they are
/// given back, so that what is charged is never less than what is committed.
///
/// Both are called while the allocator of the region, and whoever guards it, is in the middle of an
/// operation. An implementation must therefore wait for nothing but locks that are leaves, and run
/// no code that may come back to the region.
public interface Payer {
  /// Charges nobody.
  Payer NOBODY =
      new Payer() {
        @Override
        public boolean charge(long bytes) {
          return true;
        }

        @Override
        public void discharge(long bytes) {}

        @Override
        public String refusal() {
          return "";
        }
      };

  /// Bytes are about to be committed.
  ///
  /// @param bytes above 0
  /// @return whether they may be; where not, nothing is charged
  boolean charge(long bytes);

  /// Bytes that were charged were given back, or not committed after all.
  ///
  /// @param bytes above 0
  void discharge(long bytes);

  /// Why the last [#charge] was refused, for messages.
  ///
  /// @return one sentence
  String refusal();
}
