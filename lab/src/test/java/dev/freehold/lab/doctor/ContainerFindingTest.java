package dev.freehold.lab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerFindingTest {
  @TempDir Path root;

  @Test
  void theRemedyLeavesRoomForTheJavaHeap() {
    Faked machine =
        new Faked(root)
            .file("proc/self/cgroup", "0::/pod/container")
            .file("sys/fs/cgroup/pod/memory.max", "536870912")
            .file("sys/fs/cgroup/pod/memory.current", "1048576");
    Finding finding = machine.finding("container memory");
    assertThat(finding.verdict()).isEqualTo(Verdict.LIMITED);
    assertThat(finding.found()).isEqualTo("512 MiB, 1 MiB used, cgroup v2");
    assertThat(finding.remedy()).startsWith("-Xmx: the Java heap alone may take 1 GiB");

    machine.file("sys/fs/cgroup/pod/memory.max", Long.toString(3L << 30));
    assertThat(machine.finding("container memory").remedy())
        .startsWith("HeapConfig.withLimit: together below 2 GiB");
  }

  @Test
  void noLimitIsNoLimit() {
    Faked machine =
        new Faked(root)
            .file("proc/self/cgroup", "4:memory:/")
            .file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    assertThat(machine.finding("container memory").found()).isEqualTo("no limit, cgroup v1");
    machine.without("proc/self/cgroup");
    assertThat(machine.finding("container memory").verdict()).isEqualTo(Verdict.OK);
  }
}
