package dev.freehold.lab.doctor;

import dev.freehold.os.SystemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/// A machine whose files are written by a test.
final class Faked {
  static final Jvm JVM =
      new Jvm(25, "VM 25", Jvm.Access.GRANTED, "linux", 1L << 30, Jvm.Place.MODULE_PATH);

  private final Path root;
  private final Set<Kernel.Service> refused = EnumSet.noneOf(Kernel.Service.class);
  private Jvm jvm = JVM;

  /// A machine on which everything is as wanted.
  Faked(Path root) {
    this.root = root;
    file(
        "proc/self/limits",
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max data size             unlimited            unlimited            bytes
        Max locked memory         8388608              8388608              bytes
        Max address space         unlimited            unlimited            bytes
        """);
    file("proc/self/maps", "1000-2000 r--p\n2000-3000 r--p");
    file("proc/self/cgroup", "0::/");
    file("proc/sys/vm/max_map_count", "65530");
    file("proc/sys/vm/overcommit_memory", "0");
    file("proc/meminfo", "CommitLimit:  2048 kB\nCommitted_AS: 1024 kB\nHugePages_Total: 0");
    file("proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0");
    file("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
    file("sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "2097152");
  }

  Faked file(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Faked limit(String name, String soft) {
    return file("proc/self/limits", "%-26s%-21s%-21s%s".formatted(name, soft, soft, "bytes"));
  }

  Faked without(String path) {
    try {
      Files.delete(root.resolve(path));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Faked refuses(Kernel.Service service) {
    refused.add(service);
    return this;
  }

  Faked on(Jvm other) {
    jvm = other;
    return this;
  }

  Doctor doctor() {
    return new Doctor(
        jvm, new SystemFiles(root), service -> refused.contains(service) ? "EPERM" : "");
  }

  Finding finding(String name) {
    return doctor().findings().stream()
        .filter(finding -> finding.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no finding '%s'".formatted(name)));
  }
}
