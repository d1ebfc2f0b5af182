package dev.freehold;

/// What was tried, for messages.
enum Use {
  SEGMENT("used"),
  READ("borrowed for reading"),
  WRITE("borrowed for writing"),
  RESIZE("resized"),
  CLOSE("closed"),
  SEND("sent"),
  RECEIVE("received"),
  SHARE("shared"),
  COUNT("counted"),
  RECLAIM("reclaimed");

  /// The participle, as in "block closed while it is borrowed".
  final String participle;

  Use(String participle) {
    this.participle = participle;
  }
}
