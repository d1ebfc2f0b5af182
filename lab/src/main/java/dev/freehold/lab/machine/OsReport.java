package dev.freehold.lab.machine;

import dev.freehold.os.SystemFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/// What the operating system reports of the memory hierarchy.
///
/// @param processor its model, `unknown` where the system does not say
/// @param virtual whether the processor says that it is that of a virtual machine
/// @param memoryBytes of physical memory, 0 where unknown
/// @param availableBytes that can be had without swapping, 0 where unknown
/// @param caches of the first processor, nearest first
/// @param nodes of memory
/// @param pageBytes of an OS page
/// @param hugePageBytes of a transparent huge page, 0 where the kernel has none
/// @param hugePages when the kernel uses them: `always`, `madvise`, `never` or `unknown`
/// @param reservedHugePages set aside in hugetlbfs, of any size
public record OsReport(
    String processor,
    boolean virtual,
    long memoryBytes,
    long availableBytes,
    List<CacheReport> caches,
    List<NumaNode> nodes,
    long pageBytes,
    long hugePageBytes,
    String hugePages,
    long reservedHugePages) {
  private static final String CACHES = "sys/devices/system/cpu/cpu0/cache";
  private static final String HUGE = "sys/kernel/mm/transparent_hugepage/";

  /// Copies the lists.
  public OsReport {
    caches = List.copyOf(caches);
    nodes = List.copyOf(nodes);
  }

  /// Reads the report.
  ///
  /// @param files of the system
  /// @param pageBytes of an OS page
  /// @return with zeros and `unknown` for what the system does not say
  public static OsReport of(SystemFiles files, long pageBytes) {
    return new OsReport(
        processor(files),
        cpuInfo(files, "flags").contains(" hypervisor ") || files.exists("sys/hypervisor/type"),
        files.labelled("proc/meminfo", "MemTotal:").orElse(0),
        files.labelled("proc/meminfo", "MemAvailable:").orElse(0),
        caches(files),
        nodes(files),
        pageBytes,
        files.number(HUGE + "hpage_pmd_size").orElse(0),
        files.chosen(HUGE + "enabled").orElse("unknown"),
        reserved(files));
  }

  /// The caches that data passes through, nearest first.
  ///
  /// @return without the instruction caches
  public List<CacheReport> dataCaches() {
    return caches.stream().filter(CacheReport::holdsData).toList();
  }

  /// The size of a cache line.
  ///
  /// @return bytes; 64 where the system does not say
  public int lineBytes() {
    return caches.stream()
        .mapToInt(CacheReport::lineBytes)
        .filter(line -> line > 0)
        .findFirst()
        .orElse(64);
  }

  private static String processor(SystemFiles files) {
    return Arrays.asList("model name", "CPU part", "cpu model").stream()
        .map(field -> cpuInfo(files, field).strip())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("unknown");
  }

  /// A field of the first processor, with a blank at each end.
  private static String cpuInfo(SystemFiles files, String field) {
    return files.lines("proc/cpuinfo").stream()
        .filter(line -> line.startsWith(field) && line.indexOf(':') > 0)
        .map(line -> " " + line.substring(line.indexOf(':') + 1).strip() + " ")
        .findFirst()
        .orElse("");
  }

  private static List<CacheReport> caches(SystemFiles files) {
    List<CacheReport> caches = new ArrayList<>();
    for (String path : files.numbered(CACHES, "index")) {
      OptionalLong level = files.number(path + "/level");
      OptionalLong bytes = files.number(path + "/size");
      if (level.isPresent() && bytes.isPresent()) {
        caches.add(
            new CacheReport(
                (int) level.getAsLong(),
                files.line(path + "/type").orElse("Unified"),
                bytes.getAsLong(),
                (int) files.number(path + "/coherency_line_size").orElse(0),
                (int) files.number(path + "/ways_of_associativity").orElse(0),
                files.line(path + "/shared_cpu_list").orElse("")));
      }
    }
    caches.sort(Comparator.comparingInt(CacheReport::level));
    return caches;
  }

  private static List<NumaNode> nodes(SystemFiles files) {
    List<NumaNode> nodes = new ArrayList<>();
    for (String path : files.numbered("sys/devices/system/node", "node")) {
      nodes.add(
          new NumaNode(
              Integer.parseInt(path.substring(path.lastIndexOf("node") + 4)),
              files.labelled(path + "/meminfo", "MemTotal:").orElse(0),
              files.line(path + "/cpulist").orElse("")));
    }
    return nodes;
  }

  private static long reserved(SystemFiles files) {
    long pages = files.labelled("proc/meminfo", "HugePages_Total:").orElse(0);
    return Math.max(0, pages);
  }
}
