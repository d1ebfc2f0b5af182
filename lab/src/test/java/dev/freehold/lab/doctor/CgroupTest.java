package dev.freehold.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.lab.machine.Cgroup;
import dev.freehold.lab.machine.SystemFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CgroupTest {
  @TempDir Path root;

  private Cgroup group() {
    return Cgroup.of(new SystemFiles(root), "self");
  }

  @Test
  void versionTwoTakesTheLeastLimitOfAllAncestors() {
    Faked machine =
        new Faked(root)
            .file("proc/self/cgroup", "0::/pod/container")
            .file("sys/fs/cgroup/memory.max", "max")
            .file("sys/fs/cgroup/pod/memory.max", "536870912")
            .file("sys/fs/cgroup/pod/memory.current", "1048576")
            .file("sys/fs/cgroup/pod/container/memory.max", "max");
    assertThat(group().version()).isEqualTo(2);
    assertThat(group().limitBytes()).hasValue(512 << 20);
    assertThat(group().usedBytes()).hasValue(1 << 20);

    Finding finding = machine.finding("container memory");
    assertThat(finding.verdict()).isEqualTo(Verdict.LIMITED);
    assertThat(finding.found()).isEqualTo("512 MiB, 1 MiB used, cgroup v2");
    assertThat(finding.remedy()).startsWith("-Xmx: the Java heap alone may take 1 GiB");

    machine.file("sys/fs/cgroup/pod/memory.max", Long.toString(3L << 30));
    assertThat(machine.finding("container memory").remedy())
        .startsWith("HeapConfig.withLimit: together below 2 GiB");
  }

  @Test
  void versionOneIsReadWhereItsControllerIs() {
    new Faked(root)
        .file("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/box\n0::/")
        .file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712")
        .file("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1073741824");
    assertThat(group().version()).isEqualTo(1);
    assertThat(group().limitBytes()).hasValue(1 << 30);
    assertThat(group().usedBytes()).isEmpty();
  }

  @Test
  void aPathOfTheHostFallsBackToWhatIsMounted() {
    new Faked(root)
        .file("proc/self/cgroup", "0::/kubepods/burstable/pod7")
        .file("sys/fs/cgroup/memory.max", "268435456");
    assertThat(group().limitBytes()).hasValue(256 << 20);
  }

  @Test
  void noLimitIsNoLimit() {
    Faked machine =
        new Faked(root)
            .file("proc/self/cgroup", "4:memory:/")
            .file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    assertThat(group().limitBytes()).isEmpty();
    assertThat(machine.finding("container memory").found()).isEqualTo("no limit, cgroup v1");

    machine.without("proc/self/cgroup");
    assertThat(group().version()).isZero();
    assertThat(machine.finding("container memory").verdict()).isEqualTo(Verdict.OK);
  }
}
