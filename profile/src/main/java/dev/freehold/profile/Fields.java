package dev.freehold.profile;

import jdk.jfr.consumer.RecordedObject;

/// Fields of events.
final class Fields {
  private Fields() {}

  /// The text of a field, empty where it is null.
  static String text(RecordedObject event, String field) {
    String text = event.getString(field);
    return text == null ? "" : text;
  }
}
