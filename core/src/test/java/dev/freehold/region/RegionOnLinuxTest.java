package dev.freehold.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.os.Errno;
import dev.freehold.os.Linux;
import dev.freehold.os.Memory;
import dev.freehold.os.Os;
import dev.freehold.os.OsException;
import dev.freehold.region.RegionConfig.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class RegionOnLinuxTest extends RegionContract {
  @Override
  Os os() {
    return new Linux();
  }

  @Override
  boolean gives() {
    return true;
  }

  @Test
  void residentBytesAreThePagesTouched() {
    long page = os.pageBytes();
    region.commit(0, 10 * STEP);
    assertThat(region.residentBytes()).hasValue(0);
    for (long offset = 0; offset < 10 * STEP; offset += 3 * page) {
      Memory.setByte(region.base() + offset, (byte) 1);
    }
    long touched = (10 * STEP + 3 * page - 1) / (3 * page);
    assertThat(region.residentBytes()).hasValue(touched * page);
    region.decommit(0, 9 * STEP);
    assertThat(region.residentBytes().orElseThrow()).isBetween(page, STEP);
    region.decommit(9 * STEP, STEP);
    assertThat(region.residentBytes()).hasValue(0);
  }

  @Test
  void adviceOutlivesDecommit() throws IOException {
    // The kernel's flags of a mapping: hg is huge pages advised, nh is advised against.
    for (Pages pages : List.of(Pages.HUGE, Pages.NORMAL)) {
      String flag = pages == Pages.HUGE ? "hg" : "nh";
      RegionConfig config = RegionConfig.ofReserve(64 * STEP).withPages(pages);
      try (Region advised = Region.reserve(config, os)) {
        advised.commit(0, 64 * STEP);
        assertThat(flags(advised.base())).contains(flag);
        advised.decommit(0, 32 * STEP);
        advised.commit(0, 32 * STEP);
        assertThat(flags(advised.base())).contains(flag);
      }
    }
  }

  private static List<String> flags(long address) throws IOException {
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      int dash = line.indexOf('-');
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        long start = Long.parseUnsignedLong(line, 0, dash, 16);
        long end = Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), 16);
        inside = start <= address && address < end;
      } else if (inside && line.startsWith("VmFlags:")) {
        return List.of(line.substring(8).strip().split(" "));
      }
    }
    return List.of();
  }

  @Test
  void reservationBeyondTheAddressSpaceIsRefusedByName() {
    assertThatThrownBy(
            () -> {
              try (Region first = Region.reserve(RegionConfig.ofReserve(1L << 46), os);
                  Region second = Region.reserve(RegionConfig.ofReserve(1L << 46), os)) {
                throw new AssertionError(first + " and " + second);
              }
            })
        .isInstanceOf(OsException.class)
        .extracting(e -> ((OsException) e).errno())
        .isEqualTo(Errno.ENOMEM);
  }
}
