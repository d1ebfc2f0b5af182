package dev.freehold.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The versions that matter to a report of a fault.
final class Version implements IVersionProvider {
  Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {
      "freehold " + own(),
      "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")",
      "%s %s on %s"
          .formatted(
              System.getProperty("os.name"),
              System.getProperty("os.version"),
              System.getProperty("os.arch"))
    };
  }

  private static String own() {
    return Optional.ofNullable(Main.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("(not built as a module)");
  }
}
