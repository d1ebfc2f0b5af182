package dev.freehold.profile;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// A profile of pprof, read back by the numbers of its fields alone.
///
/// @param types of the values
/// @param samples in the order of the file
record DecodedPprof(List<String> types, List<Sample> samples) {
  /// One sample.
  ///
  /// @param heap its label
  /// @param methods the latest first
  /// @param values in the order of the types
  record Sample(String heap, List<String> methods, List<Long> values) {}

  static byte[] unzip(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  static DecodedPprof of(byte[] zipped) throws IOException {
    UnknownFieldSet profile = UnknownFieldSet.parseFrom(unzip(zipped));
    List<String> strings =
        profile.getField(6).getLengthDelimitedList().stream()
            .map(ByteString::toStringUtf8)
            .toList();
    Map<Long, String> functions = new HashMap<>();
    for (UnknownFieldSet function : messages(profile, 5)) {
      functions.put(number(function, 1), strings.get((int) number(function, 2)));
    }
    Map<Long, String> locations = new HashMap<>();
    for (UnknownFieldSet location : messages(profile, 4)) {
      UnknownFieldSet line = messages(location, 4).getFirst();
      locations.put(number(location, 1), functions.get(number(line, 1)));
    }
    List<String> types = new ArrayList<>();
    for (UnknownFieldSet type : messages(profile, 1)) {
      types.add(strings.get((int) number(type, 1)) + "/" + strings.get((int) number(type, 2)));
    }
    List<Sample> samples = new ArrayList<>();
    for (UnknownFieldSet sample : messages(profile, 2)) {
      UnknownFieldSet label = messages(sample, 3).getFirst();
      samples.add(
          new Sample(
              strings.get((int) number(label, 2)),
              packed(sample, 1).stream().map(locations::get).toList(),
              packed(sample, 2)));
    }
    return new DecodedPprof(types, samples);
  }

  long total(SampleType type) {
    return samples.stream().mapToLong(sample -> value(sample, type)).sum();
  }

  long value(Sample sample, SampleType type) {
    return sample.values.get(types.indexOf(type.id() + "/" + type.unit()));
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet from, int field)
      throws IOException {
    List<UnknownFieldSet> messages = new ArrayList<>();
    for (ByteString bytes : from.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }

  private static long number(UnknownFieldSet from, int field) {
    return from.getField(field).getVarintList().getFirst();
  }

  private static List<Long> packed(UnknownFieldSet from, int field) throws IOException {
    CodedInputStream in = from.getField(field).getLengthDelimitedList().getFirst().newCodedInput();
    List<Long> values = new ArrayList<>();
    while (!in.isAtEnd()) {
      values.add(in.readRawVarint64());
    }
    return values;
  }
}
