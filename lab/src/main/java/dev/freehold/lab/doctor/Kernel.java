package dev.freehold.lab.doctor;

/// A kernel that is asked, by calls without effect, what it offers.
///
/// A setting under `/proc/sys` is not enough: a container's filter of system calls refuses what the
/// kernel would allow.
@FunctionalInterface
public interface Kernel {
  /// A service of the kernel.
  enum Service {
    /// Page faults handled by the program.
    USERFAULTFD,
    /// Input and output through shared rings.
    IO_URING,
    /// Files in memory.
    MEMFD_CREATE,
    /// Mappings that nothing can change any more.
    MSEAL
  }

  /// Asks for a service.
  ///
  /// @param service which
  /// @return empty where it is there, else the name and meaning of the kernel's error
  String refusal(Service service);
}
