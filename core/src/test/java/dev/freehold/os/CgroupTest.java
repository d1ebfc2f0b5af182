package dev.freehold.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CgroupTest {
  @TempDir Path root;

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private Cgroup group() {
    return Cgroup.of(new SystemFiles(root));
  }

  @Test
  void versionTwoTakesTheLeastLimitOfAllAncestors() throws IOException {
    write("proc/self/cgroup", "0::/pod/container");
    write("sys/fs/cgroup/memory.max", "max");
    write("sys/fs/cgroup/pod/memory.max", "536870912");
    write("sys/fs/cgroup/pod/memory.current", "1048576");
    write("sys/fs/cgroup/pod/container/memory.max", "max");
    assertThat(group().version()).isEqualTo(2);
    assertThat(group().limitBytes()).hasValue(512 << 20);
    assertThat(group().usedBytes()).hasValue(1 << 20);
  }

  @Test
  void versionOneIsReadWhereItsControllerIs() throws IOException {
    write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/box\n0::/");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    write("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1073741824");
    assertThat(group().version()).isEqualTo(1);
    assertThat(group().limitBytes()).hasValue(1 << 30);
    assertThat(group().usedBytes()).isEmpty();
  }

  @Test
  void aPathOfTheHostFallsBackToWhatIsMounted() throws IOException {
    write("proc/self/cgroup", "0::/kubepods/burstable/pod7");
    write("sys/fs/cgroup/memory.max", "268435456");
    assertThat(group().limitBytes()).hasValue(256 << 20);
  }

  @Test
  void anyProcessHasAGroupOfItsOwn() throws IOException {
    write("proc/self/cgroup", "0::/pod");
    write("proc/42/cgroup", "0::/other");
    write("sys/fs/cgroup/pod/memory.max", "268435456");
    write("sys/fs/cgroup/other/memory.max", "134217728");
    assertThat(Cgroup.of(new SystemFiles(root), 42).limitBytes()).hasValue(128 << 20);
    assertThat(Cgroup.of(new SystemFiles(root), 43).version()).isZero();
    assertThat(group().limitBytes()).hasValue(256 << 20);
  }

  @Test
  void noLimitIsNoLimit() throws IOException {
    write("proc/self/cgroup", "4:memory:/");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    assertThat(group().version()).isEqualTo(1);
    assertThat(group().limitBytes()).isEmpty();
    Files.delete(root.resolve("proc/self/cgroup"));
    assertThat(group().version()).isZero();
    assertThat(group().limitBytes()).isEmpty();
  }
}
