package dev.freehold.lab.doctor;

import static dev.freehold.lab.doctor.Finding.limited;
import static dev.freehold.lab.doctor.Finding.missing;
import static dev.freehold.lab.doctor.Finding.ok;

import dev.freehold.HeapConfig;
import dev.freehold.os.SystemFiles;
import java.util.List;
import java.util.stream.Stream;

/// Looks at everything that the library's work depends on.
public final class Doctor {
  private final Jvm jvm;
  private final SystemFiles files;
  private final Kernel kernel;

  /// Looks at a machine.
  ///
  /// @param jvm the Java virtual machine
  /// @param files of the system
  /// @param kernel asked for its services
  public Doctor(Jvm jvm, SystemFiles files, Kernel kernel) {
    this.jvm = jvm;
    this.files = files;
    this.kernel = kernel;
  }

  /// Looks at the machine that this runs on.
  ///
  /// @return a doctor
  public static Doctor ofThisMachine() {
    return new Doctor(Jvm.ofThisProcess(), SystemFiles.ofThisMachine(), new SystemCalls());
  }

  /// Everything that was looked at.
  ///
  /// @return in a fixed order
  public List<Finding> findings() {
    Stream<Finding> process = Stream.of(java(), nativeAccess(), layer());
    if (!files.exists("proc/self")) {
      return Stream.concat(process, Stream.of(noProc())).toList();
    }
    Limits limits = new Limits(files);
    MemorySettings memory = new MemorySettings(files, jvm);
    Services services = new Services(files, kernel);
    return Stream.of(process, limits.findings(), memory.findings(), services.findings())
        .flatMap(part -> part)
        .toList();
  }

  private Finding java() {
    return jvm.version() >= Jvm.LEAST_VERSION
        ? ok("Java", jvm.product(), "runs on it").essential()
        : missing(
                "Java",
                jvm.product(),
                "does not run: it is compiled for Java " + Jvm.LEAST_VERSION,
                "install JDK %d or newer".formatted(Jvm.LEAST_VERSION))
            .essential();
  }

  private Finding nativeAccess() {
    return jvm.nativeAccess() == Jvm.Access.GRANTED
        ? ok("native access", "granted to dev.freehold.core", "calls the kernel directly")
            .essential()
        : missing(
                "native access",
                "denied",
                "takes no memory: the JVM refuses its calls, or warns of them",
                "java " + jvm.flag())
            .essential();
  }

  private Finding layer() {
    return switch (jvm.os()) {
      case "linux" -> ok("system layer", "linux", "reserves, commits, decommits and protects");
      case "portable" ->
          limited(
              "system layer",
              "portable",
              "gives no memory back before close, and protects nothing",
              "run on Linux, without -Dfreehold.os=portable");
      default ->
          missing(
                  "system layer",
                  "none could be loaded",
                  "takes no memory",
                  "java " + jvm.flag() + ", and -Dfreehold.os one of auto, linux, portable")
              .essential();
    };
  }

  private static Finding noProc() {
    return limited(
        "/proc",
        "absent",
        "cannot see the kernel's limits, and learns of them by refusals",
        "mount /proc, as every Linux and most containers do");
  }

  /// The reservation of a heap where nothing is said.
  static final long RESERVE = HeapConfig.DEFAULT_RESERVE;
}
