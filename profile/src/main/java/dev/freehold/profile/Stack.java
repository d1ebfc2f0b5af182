package dev.freehold.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import org.jspecify.annotations.Nullable;

/// The calls that led to where a block was taken, from the first one outside of Freehold on.
///
/// @param frames the latest first, at least one
public record Stack(List<Frame> frames) {
  /// Keeps the frames.
  ///
  /// @param frames the latest first, at least one
  public Stack {
    frames = List.copyOf(frames);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("a stack has at least one frame");
    }
  }

  static Stack of(@Nullable RecordedStackTrace trace) {
    if (trace == null || trace.getFrames().isEmpty()) {
      return new Stack(List.of(Frame.UNKNOWN));
    }
    List<Frame> frames = new ArrayList<>(trace.getFrames().size() + 1);
    for (RecordedFrame recorded : trace.getFrames()) {
      Frame frame = Frame.of(recorded);
      if (!frames.isEmpty() || !frame.isFreehold()) {
        frames.add(frame);
      }
    }
    if (frames.isEmpty()) {
      trace.getFrames().forEach(recorded -> frames.add(Frame.of(recorded)));
    }
    if (trace.isTruncated()) {
      frames.add(Frame.TRUNCATED);
    }
    return new Stack(frames);
  }

  /// Where the program was: the latest call outside of the JDK.
  ///
  /// @return one of the frames
  public Frame site() {
    for (Frame frame : frames) {
      if (!frame.isJdk() && !frame.isRemark()) {
        return frame;
      }
    }
    return frames.getFirst();
  }

  /// Where the program was, and who called that.
  String siteAndCaller() {
    int site = frames.indexOf(site());
    return site + 1 < frames.size()
        ? frames.get(site) + " <- " + frames.get(site + 1)
        : frames.get(site).toString();
  }

  /// The methods alone, the earliest first, as collapsed stacks have them.
  ///
  /// @return joined by `;`
  public String collapsed() {
    return frames.reversed().stream().map(Frame::name).collect(Collectors.joining(";"));
  }
}
