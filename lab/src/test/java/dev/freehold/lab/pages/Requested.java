package dev.freehold.lab.pages;

import java.util.function.IntToLongFunction;

/// Page traces made for a test.
final class Requested {
  private Requested() {}

  static PageTrace of(String name, int length, IntToLongFunction page) {
    PageTraceBuilder trace = new PageTraceBuilder(name, name);
    for (int i = 0; i < length; i++) {
      trace.request(page.applyAsLong(i));
    }
    return trace.build();
  }
}
