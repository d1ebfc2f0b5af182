package dev.freehold.profile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// A form in which a report is written. The totals of one report are the same in all of them.
public enum Format {
  /// Text for a terminal.
  TABLE {
    @Override
    public void write(Report report, SampleType type, OutputStream out) throws IOException {
      out.write(TextReport.of(report, type).getBytes(StandardCharsets.UTF_8));
    }
  },
  /// Collapsed stacks: a line for each, with one value; two over a base, before and now.
  COLLAPSED {
    @Override
    public void write(Report report, SampleType type, OutputStream out) throws IOException {
      out.write(Collapsed.of(report, type).getBytes(StandardCharsets.UTF_8));
    }
  },
  /// Gzip of protocol buffers, for pprof and all that read it.
  PPROF {
    @Override
    public void write(Report report, SampleType type, OutputStream out) throws IOException {
      Pprof.write(report, type, out);
    }
  },
  /// One page that loads nothing.
  HTML {
    @Override
    public void write(Report report, SampleType type, OutputStream out) throws IOException {
      Page.write(report, type, out);
    }
  },
  /// The schema `freehold.profile/1`.
  JSON {
    @Override
    public void write(Report report, SampleType type, OutputStream out) throws IOException {
      JsonReport.write(report, type, out);
    }
  };

  /// Writes a report. The caller closes the stream, which may be closed already.
  ///
  /// @param report what
  /// @param type the figure by which rows are sorted, and the only one of collapsed stacks
  /// @param out where to
  /// @throws IOException if the stream does
  public abstract void write(Report report, SampleType type, OutputStream out) throws IOException;

  /// Whether a terminal can show it.
  ///
  /// @return whether it is text
  public boolean isText() {
    return this != PPROF && this != HTML;
  }

  /// The format that the name of a file asks for.
  ///
  /// @param file such as `profile.pb.gz`, `page.html`, `profile.json`, `stacks.collapsed`,
  ///   `report.txt`
  /// @return none where the name says nothing
  public static Optional<Format> ofName(Path file) {
    String name = file.toString();
    if (name.endsWith(".pb.gz") || name.endsWith(".pprof")) {
      return Optional.of(PPROF);
    }
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> Optional.of(HTML);
      case "json" -> Optional.of(JSON);
      case "collapsed", "folded" -> Optional.of(COLLAPSED);
      case "txt" -> Optional.of(TABLE);
      default -> Optional.empty();
    };
  }
}
