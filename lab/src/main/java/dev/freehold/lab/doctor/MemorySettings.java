package dev.freehold.lab.doctor;

import static dev.freehold.lab.doctor.Finding.limited;
import static dev.freehold.lab.doctor.Finding.missing;
import static dev.freehold.lab.doctor.Finding.ok;

import dev.freehold.lab.machine.Amount;
import dev.freehold.os.Cgroup;
import dev.freehold.os.MemoryStalls;
import dev.freehold.os.SystemFiles;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// How the kernel and the container hand out memory: accounting, huge pages, limits, pressure.
final class MemorySettings {
  private static final double PRESSED = 10; // per cent of the last ten seconds

  private final SystemFiles files;
  private final Jvm jvm;

  MemorySettings(SystemFiles files, Jvm jvm) {
    this.files = files;
    this.jvm = jvm;
  }

  Stream<Finding> findings() {
    return Stream.of(overcommit(), transparent(), reserved(), container(), pressure());
  }

  private Finding overcommit() {
    OptionalLong mode = files.number("proc/sys/vm/overcommit_memory");
    return switch ((int) mode.orElse(-1)) {
      case 0 ->
          ok(
              "overcommit",
              "0, by estimate",
              "commits freely; the kernel ends a process at a touch");
      case 1 ->
          ok("overcommit", "1, always", "commits freely; the kernel ends a process at a touch");
      case 2 ->
          limited(
              "overcommit",
              "2, strict: %s of %s promised"
                  .formatted(meminfo("Committed_AS:"), meminfo("CommitLimit:")),
              "refuses at commit with ENOMEM, before any touch",
              "HeapConfig.withLimit within the account, or sysctl -w vm.overcommit_memory=0");
      default -> limited("overcommit", "unknown", "learns of it by refusals", "");
    };
  }

  private String meminfo(String label) {
    OptionalLong bytes = files.labelled("proc/meminfo", label);
    return bytes.isPresent() ? Amount.of(bytes.getAsLong()) : "an unknown amount";
  }

  private Finding transparent() {
    String directory = "sys/kernel/mm/transparent_hugepage/";
    String mode = files.chosen(directory + "enabled").orElse("");
    OptionalLong bytes = files.number(directory + "hpage_pmd_size");
    String size = bytes.isPresent() ? " of " + Amount.of(bytes.getAsLong()) : "";
    return switch (mode) {
      case "always", "madvise" ->
          ok("huge pages", mode + size, "gives them to regions with Pages.HUGE");
      case "never" ->
          limited(
              "huge pages",
              "never",
              "serves Pages.HUGE with normal pages",
              "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
      default ->
          missing(
              "huge pages",
              "not in this kernel",
              "serves Pages.HUGE with normal pages",
              "a kernel with CONFIG_TRANSPARENT_HUGEPAGE");
    };
  }

  private Finding reserved() {
    long pages = Math.max(0, files.labelled("proc/meminfo", "HugePages_Total:").orElse(0));
    return ok(
        "hugetlbfs",
        pages == 0 ? "no pages set aside" : "%,d pages set aside".formatted(pages),
        "takes transparent huge pages instead");
  }

  private Finding container() {
    Cgroup group = Cgroup.of(files);
    String name = "container memory";
    if (group.version() == 0) {
      return ok(name, "no control group", "is limited by the machine alone");
    }
    String kind = "cgroup v" + group.version();
    if (group.limitBytes().isEmpty()) {
      return ok(name, "no limit, " + kind, "is limited by the machine alone");
    }
    long limit = group.limitBytes().getAsLong();
    String used =
        group.usedBytes().isPresent()
            ? ", " + Amount.of(group.usedBytes().getAsLong()) + " used"
            : "";
    long left = limit - jvm.heapBytes();
    return limited(
        name,
        "%s%s, %s".formatted(Amount.of(limit), used, kind),
        "is not told of it: the kernel ends the process at a touch beyond",
        left > 0
            ? "HeapConfig.withLimit: together below %s, which a Java heap of at most %s leaves"
                .formatted(Amount.of(left), Amount.of(jvm.heapBytes()))
            : "-Xmx: the Java heap alone may take %s; then HeapConfig.withLimit"
                .formatted(Amount.of(jvm.heapBytes())));
  }

  private Finding pressure() {
    String effect = "does not act on it; watch it beside the heaps' statistics";
    Optional<MemoryStalls> stalls = MemoryStalls.of(files);
    if (stalls.isEmpty()) {
      return missing(
          "memory pressure",
          "not reported",
          "cannot tell when the machine is short of memory",
          "boot the kernel with psi=1");
    }
    double percent = stalls.get().somePercent();
    String found = String.format(Locale.ROOT, "%.2f %% of the last 10 s", percent);
    return percent < PRESSED
        ? ok("memory pressure", found, effect)
        : limited("memory pressure", found, effect, "smaller limits, or more memory");
  }
}
