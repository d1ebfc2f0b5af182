package dev.freehold.inspect;

import java.util.ArrayList;
import java.util.List;

/// Rows of `/proc/PID/smaps` written by a test.
final class Snapshot {
  private static final long KIB = 1024;
  private final List<String> lines = new ArrayList<>();
  private long at;

  /// Goes on at another address.
  Snapshot at(long address) {
    at = address;
    return this;
  }

  /// A row behind the one before.
  Snapshot row(long kib, String permissions, long rssKib, String flags, String file) {
    long to = at + kib * KIB;
    lines.add("%x-%x %s 00000000 00:00 0    %s".formatted(at, to, permissions, file));
    lines.add("Size: %12d kB".formatted(kib));
    lines.add("Rss: %13d kB".formatted(rssKib));
    lines.add("VmFlags: " + flags);
    at = to;
    return this;
  }

  Snapshot anonymous(long kib, long rssKib) {
    return row(kib, "rw-p", rssKib, "rd wr mr mw me ac", "");
  }

  Snapshot reserved(long kib) {
    return row(kib, "---p", 0, "mr mw me nr", "");
  }

  Snapshot library(long kib, long rssKib, String file) {
    return row(kib, "r-xp", rssKib, "rd ex mr mw me", file);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  List<Mapping> mappings() {
    return Mappings.of(lines);
  }
}
