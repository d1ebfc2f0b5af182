package dev.freehold.lab.hierarchy;

import dev.freehold.lab.machine.OsReport;
import dev.freehold.os.Os;
import dev.freehold.region.RegionConfig.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The measurement of a machine: every part in order, on the calling thread.
public final class Survey {
  /// How many parts [#run] tells of.
  public static final int PARTS = 6;

  private Survey() {}

  /// Measures.
  ///
  /// @param config how thoroughly
  /// @param report what the system says of itself, for the line size and the names
  /// @param progress told of each part before it begins
  /// @return the hierarchy
  /// @throws SurveyException if the machine does not allow a measurement
  public static Hierarchy run(SurveyConfig config, OsReport report, Consumer<String> progress) {
    Os os = Os.current();
    Latencies latencies = new Latencies(config, report.lineBytes());
    progress.accept("latency on huge pages");
    Curve huge = latencies.packed("huge pages", Pages.HUGE);
    progress.accept("latency on normal pages");
    Curve normal = latencies.packed("normal pages", Pages.NORMAL);
    progress.accept("reach of the translation buffer");
    Curve translation = latencies.spread("one load per OS page", os.pageBytes(), huge);
    Levels levels = Levels.of(huge, report);
    progress.accept("bandwidth");
    List<Bandwidth> bandwidths = Bandwidth.of(levels.levels(), config.mostBytes());
    progress.accept("faults and system calls");
    PageCosts pages = PageCosts.measure(os);
    progress.accept("disk");
    DiskReads disk = DiskReads.measure(config.directory(), config.diskBytes());
    return new Hierarchy(
        report,
        levels.levels(),
        reaches(translation, os.pageBytes()),
        pages,
        disk,
        bandwidths,
        List.of(huge, normal),
        translation,
        remarks(levels.remarks(), report));
  }

  static List<Reach> reaches(Curve translation, long pageBytes) {
    List<Plateaus.Plateau> plateaus = Plateaus.of(translation);
    List<Reach> reaches = new ArrayList<>();
    for (int i = 0; i + 1 < plateaus.size(); i++) {
      long pages = plateaus.get(i).endBytes();
      double miss = plateaus.get(i + 1).nanos() - plateaus.getFirst().nanos();
      reaches.add(new Reach(pages, pages * pageBytes, miss));
    }
    return reaches;
  }

  private static List<String> remarks(List<String> found, OsReport report) {
    List<String> remarks = new ArrayList<>(found);
    if (report.hugePageBytes() == 0 || report.hugePages().equals("never")) {
      remarks.add(
          "The kernel gives no transparent huge pages, so both curves are of normal pages.");
    }
    return remarks;
  }
}
