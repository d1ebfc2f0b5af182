package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freehold.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ChosenTest {
  @Test
  void wishIsObeyed() {
    assertThat(Chosen.choose("portable")).isInstanceOf(Portable.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Chosen.choose("windows"))
        .withMessage("-Dfreehold.os=windows: must be auto, linux or portable");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxIsFound() {
    assertThat(Chosen.choose("auto")).isInstanceOf(Linux.class);
  }

  @Test
  void propertyForcesThePortableFloor() throws Exception {
    assertThat(nameInNewProcess("-Dfreehold.os=portable")).isEqualTo("portable");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutThePropertyItIsLinux() throws Exception {
    assertThat(nameInNewProcess("-Dfreehold.os=auto")).isEqualTo("linux");
  }

  private static String nameInNewProcess(String property) throws Exception {
    return ChildJvm.run(Printer.class, List.of(property));
  }

  /// Prints the name of the current operating system.
  static final class Printer {
    private Printer() {}

    public static void main(String[] arguments) {
      System.out.println(Os.current().name());
    }
  }
}
