package dev.freehold.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.os.SystemFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DoctorTest {
  @TempDir Path root;

  private static Jvm jvm(int version, Jvm.Access access, String os, Jvm.Place place) {
    return new Jvm(version, "VM " + version, access, os, 1L << 30, place);
  }

  @Test
  void findsNothingWrongWhereAllIsAsWanted() {
    List<Finding> findings = new Faked(root).doctor().findings();

    assertThat(findings).extracting(Finding::verdict).containsOnly(Verdict.OK);
    assertThat(findings).extracting(Finding::remedy).containsOnly("");
    assertThat(findings).extracting(Finding::name).doesNotHaveDuplicates().hasSize(16);
    assertThat(findings).noneMatch(Finding::stops);
  }

  @Test
  void anOldJavaStops() {
    Finding finding =
        new Faked(root)
            .on(jvm(21, Jvm.Access.GRANTED, "linux", Jvm.Place.MODULE_PATH))
            .finding("Java");

    assertThat(finding.stops()).isTrue();
    assertThat(finding.remedy()).isEqualTo("install JDK 25 or newer");
  }

  @Test
  void deniedNativeAccessStopsAndNamesTheFlag() {
    Faked machine = new Faked(root).on(jvm(25, Jvm.Access.DENIED, "none", Jvm.Place.MODULE_PATH));
    assertThat(machine.finding("native access").stops()).isTrue();
    assertThat(machine.finding("native access").remedy())
        .isEqualTo("java --enable-native-access=dev.freehold.core");
    assertThat(machine.finding("system layer").stops()).isTrue();

    machine.on(jvm(25, Jvm.Access.DENIED, "none", Jvm.Place.CLASS_PATH));
    assertThat(machine.finding("native access").remedy())
        .isEqualTo("java --enable-native-access=ALL-UNNAMED");
  }

  @Test
  void thePortableLayerIsLimited() {
    Finding finding =
        new Faked(root)
            .on(jvm(25, Jvm.Access.GRANTED, "portable", Jvm.Place.MODULE_PATH))
            .finding("system layer");
    assertThat(finding.verdict()).isEqualTo(Verdict.LIMITED);
    assertThat(finding.stops()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Max address space, address space, 8589934592, LIMITED, 8 GiB",
    "Max address space, address space, 104857600, MISSING, 100 MiB",
    "Max data size, committed data, 1073741824, LIMITED, 1 GiB",
    "Max locked memory, locked memory, 65536, OK, 64 KiB",
  })
  void limitsOfTheProcess(String limit, String name, String soft, Verdict verdict, String found) {
    Finding finding = new Faked(root).limit(limit, soft).finding(name);
    assertThat(finding.verdict()).isEqualTo(verdict);
    assertThat(finding.found()).isEqualTo(found);
    assertThat(finding.stops()).isEqualTo(verdict == Verdict.MISSING);
  }

  @Test
  void fewMapEntriesAreLimited() {
    Faked machine = new Faked(root).file("proc/sys/vm/max_map_count", "1024");
    assertThat(machine.finding("map entries").verdict()).isEqualTo(Verdict.LIMITED);
    assertThat(machine.finding("map entries").found()).isEqualTo("1,024, 2 used");
    assertThat(machine.finding("map entries").remedy()).contains("vm.max_map_count");

    machine.file("proc/sys/vm/max_map_count", "65530").file("proc/self/maps", "m\n".repeat(40_000));
    assertThat(machine.finding("map entries").verdict()).isEqualTo(Verdict.LIMITED);
  }

  @Test
  void strictAccountingIsLimited() {
    Finding finding =
        new Faked(root).file("proc/sys/vm/overcommit_memory", "2").finding("overcommit");
    assertThat(finding.verdict()).isEqualTo(Verdict.LIMITED);
    assertThat(finding.found()).isEqualTo("2, strict: 1 MiB of 2 MiB promised");
  }

  @Test
  void hugePagesMayBeOffOrAbsent() {
    String enabled = "sys/kernel/mm/transparent_hugepage/enabled";
    Faked machine = new Faked(root).file(enabled, "always madvise [never]");
    assertThat(machine.finding("huge pages").verdict()).isEqualTo(Verdict.LIMITED);
    machine.without(enabled);
    assertThat(machine.finding("huge pages").verdict()).isEqualTo(Verdict.MISSING);
    assertThat(machine.finding("huge pages").stops()).isFalse();
  }

  @Test
  void memoryPressureIsReported() {
    String file = "proc/pressure/memory";
    Faked machine = new Faked(root).file(file, "some avg10=12.50 avg60=1.00 avg300=0 total=9");
    assertThat(machine.finding("memory pressure").verdict()).isEqualTo(Verdict.LIMITED);
    assertThat(machine.finding("memory pressure").found()).isEqualTo("12.50 % of the last 10 s");
    machine.without(file);
    assertThat(machine.finding("memory pressure").verdict()).isEqualTo(Verdict.MISSING);
  }

  @ParameterizedTest
  @EnumSource(Kernel.Service.class)
  void aRefusedServiceIsMissingAndNothingElse(Kernel.Service service) {
    List<Finding> findings = new Faked(root).refuses(service).doctor().findings();
    assertThat(findings)
        .filteredOn(finding -> finding.verdict() != Verdict.OK)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.name()).isEqualToIgnoringCase(service.name());
          assertThat(finding.verdict()).isEqualTo(Verdict.MISSING);
          assertThat(finding.found()).isEqualTo("EPERM");
          assertThat(finding.remedy()).isNotEmpty();
          assertThat(finding.stops()).isFalse();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "MEMFD_CREATE, guard pages, canaries",
    "MSEAL, Region.seal, Region.seal gives false",
  })
  void whatIsUsedSaysForWhat(Kernel.Service service, String with, String without) {
    String name = service.name().toLowerCase(Locale.ROOT);
    assertThat(new Faked(root).finding(name).effect()).contains(with);
    assertThat(new Faked(root).refuses(service).finding(name).effect()).contains(without);
  }

  @Test
  void onlySecretsAreLocked() {
    assertThat(new Faked(root).finding("locked memory").effect()).contains("Secrets alone");
  }

  @Test
  void withoutProcItSaysSo() {
    Doctor doctor = new Doctor(Faked.JVM, new SystemFiles(root.resolve("none")), service -> "");
    assertThat(doctor.findings())
        .extracting(Finding::name)
        .containsExactly("Java", "native access", "system layer", "/proc");
  }

  @Test
  void thisMachineCanBeLookedAt() {
    List<Finding> findings = Doctor.ofThisMachine().findings();
    assertThat(findings).hasSizeGreaterThan(3).noneMatch(Finding::stops);
    SystemCalls calls = new SystemCalls();
    assertThat(Arrays.stream(Kernel.Service.values()).map(calls::refusal)).doesNotContainNull();
  }
}
