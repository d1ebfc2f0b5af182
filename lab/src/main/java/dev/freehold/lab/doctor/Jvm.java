package dev.freehold.lab.doctor;

import dev.freehold.os.Os;
import java.util.Optional;

/// What matters of a Java virtual machine.
///
/// @param version of Java, the feature number
/// @param product the name and full version
/// @param nativeAccess whether `dev.freehold.core` may call native code: `granted` or `denied`
/// @param os the layer chosen: `linux`, `portable`, or `none` where it cannot be loaded
/// @param heapBytes the largest Java heap
/// @param place where Freehold was loaded from, which the flag for native access depends on
public record Jvm(
    int version, String product, Access nativeAccess, String os, long heapBytes, Place place) {
  /// The oldest Java that Freehold runs on.
  public static final int LEAST_VERSION = 25;

  /// Whether native code may be called.
  public enum Access {
    /// It may.
    GRANTED,
    /// It may not, or only with a warning.
    DENIED
  }

  /// Where Freehold was loaded from.
  public enum Place {
    /// The module path.
    MODULE_PATH,
    /// The class path.
    CLASS_PATH
  }

  /// The one that this runs in.
  ///
  /// @return its facts
  public static Jvm ofThisProcess() {
    Module core = Os.class.getModule();
    boolean granted = core.isNativeAccessEnabled();
    return new Jvm(
        Runtime.version().feature(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        granted ? Access.GRANTED : Access.DENIED,
        granted ? layer().orElse("none") : "none",
        Runtime.getRuntime().maxMemory(),
        core.isNamed() ? Place.MODULE_PATH : Place.CLASS_PATH);
  }

  private static Optional<String> layer() {
    try {
      return Optional.of(Os.current().name());
    } catch (IllegalArgumentException | LinkageError e) {
      return Optional.empty(); // a wish that is none, or a C library without a call
    }
  }

  /// The flag that grants native access.
  ///
  /// @return as typed
  String flag() {
    return "--enable-native-access="
        + (place == Place.CLASS_PATH ? "ALL-UNNAMED" : "dev.freehold.core");
  }
}
