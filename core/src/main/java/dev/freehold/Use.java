package dev.freehold;

/// What was tried, for messages.
enum Use {
  SEGMENT("used"),
  GET("read"),
  SET("written"),
  READ("borrowed for reading"),
  WRITE("borrowed for writing"),
  RESIZE("resized"),
  CLOSE("closed"),
  SEND("sent"),
  RECEIVE("received"),
  SHARE("shared"),
  COUNT("counted"),
  JOIN("given another handle"),
  WEAKEN("given a weak handle"),
  RECLAIM("reclaimed");

  /// The participle, as in "block closed while it is borrowed".
  final String participle;

  Use(String participle) {
    this.participle = participle;
  }
}
