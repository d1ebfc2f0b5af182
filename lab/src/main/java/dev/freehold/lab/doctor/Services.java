package dev.freehold.lab.doctor;

import static dev.freehold.lab.doctor.Finding.missing;
import static dev.freehold.lab.doctor.Finding.ok;

import dev.freehold.lab.doctor.Kernel.Service;
import dev.freehold.os.SystemFiles;
import java.util.stream.Stream;

/// The kernel's services that not every kernel or container has.
final class Services {
  private final SystemFiles files;
  private final Kernel kernel;

  Services(SystemFiles files, Kernel kernel) {
    this.files = files;
    this.kernel = kernel;
  }

  Stream<Finding> findings() {
    return Stream.of(
        asked(
            "memfd_create",
            Service.MEMFD_CREATE,
            "makes guard pages of an empty file by it",
            "makes no guard pages: blocks get canaries instead",
            "allow the call in the container's seccomp profile, Linux 3.17 or newer"),
        asked(
            "userfaultfd",
            Service.USERFAULTFD,
            "does not need it: no fault is handled in Java",
            "does not need it: no fault is handled in Java",
            files.number("proc/sys/vm/unprivileged_userfaultfd").isPresent()
                ? "sysctl -w vm.unprivileged_userfaultfd=1, where another program needs it"
                : "a kernel with CONFIG_USERFAULTFD, where another program needs it"),
        asked(
            "io_uring",
            Service.IO_URING,
            "does not need it: reads and writes by FileChannel",
            "does not need it: reads and writes by FileChannel",
            files.number("proc/sys/kernel/io_uring_disabled").orElse(0) > 0
                ? "sysctl -w kernel.io_uring_disabled=0, where another program needs it"
                : "allow the call in the container's seccomp profile, where another program needs it"),
        asked(
            "mseal",
            Service.MSEAL,
            "seals regions by it: Region.seal",
            "does without: Region.seal gives false",
            "Linux 6.10 or newer, and the call allowed in the container's seccomp profile"));
  }

  private Finding asked(String name, Service service, String with, String without, String remedy) {
    String refusal = kernel.refusal(service);
    return refusal.isEmpty() ? ok(name, "there", with) : missing(name, refusal, without, remedy);
  }
}
