package dev.freehold.profile;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// A profile in the format of pprof: a message `perftools.profiles.Profile`, compressed with gzip.
/// The file `pprof.proto` beside this class gives the fields; the constants here are their numbers.
///
/// Each stack becomes a sample with four values, in the order of [SampleType], and the label
/// `heap`. Over a base the values are differences, and may be negative. There are no mappings,
/// because the code is Java's.
final class Pprof {
  private static final int PROFILE_SAMPLE_TYPE = 1;
  private static final int PROFILE_SAMPLE = 2;
  private static final int PROFILE_LOCATION = 4;
  private static final int PROFILE_FUNCTION = 5;
  private static final int PROFILE_STRING_TABLE = 6;
  private static final int PROFILE_TIME_NANOS = 9;
  private static final int PROFILE_DURATION_NANOS = 10;
  private static final int PROFILE_PERIOD_TYPE = 11;
  private static final int PROFILE_PERIOD = 12;
  private static final int PROFILE_DEFAULT_SAMPLE_TYPE = 14;
  private static final int VALUE_TYPE_TYPE = 1;
  private static final int VALUE_TYPE_UNIT = 2;
  private static final int SAMPLE_LOCATION_ID = 1;
  private static final int SAMPLE_VALUE = 2;
  private static final int SAMPLE_LABEL = 3;
  private static final int LABEL_KEY = 1;
  private static final int LABEL_STR = 2;
  private static final int LOCATION_ID = 1;
  private static final int LOCATION_LINE = 4;
  private static final int LINE_FUNCTION_ID = 1;
  private static final int LINE_LINE = 2;
  private static final int FUNCTION_ID = 1;
  private static final int FUNCTION_NAME = 2;
  private static final int FUNCTION_SYSTEM_NAME = 3;

  private final CodedOutputStream out;
  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<String, Integer> functions = new LinkedHashMap<>();
  private final Map<Frame, Integer> locations = new LinkedHashMap<>();

  private Pprof(CodedOutputStream out) {
    this.out = out;
    string(""); // number 0 is the empty string
  }

  /// The fields of a message.
  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  static void write(Report report, SampleType type, OutputStream target) throws IOException {
    try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
      CodedOutputStream out = CodedOutputStream.newInstance(gzip);
      new Pprof(out).write(report, type);
      out.flush();
    }
  }

  private void write(Report report, SampleType type) throws IOException {
    for (SampleType each : SampleType.values()) {
      message(out, PROFILE_SAMPLE_TYPE, valueType(each.id(), each.unit()));
    }
    for (Report.Change<Stack> change : report.stacks(type)) {
      message(out, PROFILE_SAMPLE, sample(change));
    }
    // Strings come last, because all other messages name them by number.
    for (Map.Entry<Frame, Integer> location : locations.entrySet()) {
      message(out, PROFILE_LOCATION, location(location.getKey(), location.getValue()));
    }
    for (Map.Entry<String, Integer> function : functions.entrySet()) {
      message(out, PROFILE_FUNCTION, function(function.getKey(), function.getValue()));
    }
    Profile profile = report.profile();
    out.writeInt64(PROFILE_TIME_NANOS, Duration.between(Instant.EPOCH, profile.start()).toNanos());
    out.writeInt64(
        PROFILE_DURATION_NANOS, Duration.between(profile.start(), profile.end()).toNanos());
    message(out, PROFILE_PERIOD_TYPE, valueType("space", "bytes"));
    out.writeInt64(PROFILE_PERIOD, profile.sampleInterval());
    out.writeInt64(PROFILE_DEFAULT_SAMPLE_TYPE, string(type.id()));
    for (String string : strings.keySet()) {
      out.writeString(PROFILE_STRING_TABLE, string);
    }
  }

  private Body valueType(String type, String unit) {
    return message -> {
      message.writeInt64(VALUE_TYPE_TYPE, string(type));
      message.writeInt64(VALUE_TYPE_UNIT, string(unit));
    };
  }

  private Body sample(Report.Change<Stack> change) {
    return message -> {
      List<Frame> frames = change.where().frames();
      message(
          message,
          SAMPLE_LOCATION_ID,
          packed -> {
            for (Frame frame : frames) {
              packed.writeUInt64NoTag(number(locations, frame));
            }
          });
      message(
          message,
          SAMPLE_VALUE,
          packed -> {
            for (SampleType type : SampleType.values()) {
              packed.writeInt64NoTag(change.growth().of(type));
            }
          });
      message(
          message,
          SAMPLE_LABEL,
          label -> {
            label.writeInt64(LABEL_KEY, string("heap"));
            label.writeInt64(LABEL_STR, string(change.heap()));
          });
    };
  }

  private Body location(Frame frame, int id) {
    return message -> {
      message.writeUInt64(LOCATION_ID, id);
      message(
          message,
          LOCATION_LINE,
          line -> {
            line.writeUInt64(LINE_FUNCTION_ID, number(functions, frame.name()));
            line.writeInt64(LINE_LINE, frame.line());
          });
    };
  }

  private Body function(String name, int id) {
    return message -> {
      message.writeUInt64(FUNCTION_ID, id);
      message.writeInt64(FUNCTION_NAME, string(name));
      message.writeInt64(FUNCTION_SYSTEM_NAME, string(name));
    };
  }

  private int string(String string) {
    return strings.computeIfAbsent(string, _ -> strings.size());
  }

  /// The number of a thing, from 1 on.
  private static <T> int number(Map<T, Integer> numbers, T thing) {
    return numbers.computeIfAbsent(thing, _ -> numbers.size() + 1);
  }

  /// Writes a message, or packed values, inside another: its length stands before it.
  private static void message(CodedOutputStream out, int field, Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream inner = CodedOutputStream.newInstance(bytes);
    body.write(inner);
    inner.flush();
    out.writeByteArray(field, bytes.toByteArray());
  }
}
