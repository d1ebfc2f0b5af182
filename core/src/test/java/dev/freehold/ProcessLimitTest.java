package dev.freehold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.freehold.os.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessLimitTest {
  private static final long MIB = 1 << 20;

  @TempDir Path root;

  private final Map<String, String> properties = new HashMap<>();

  @BeforeEach
  void aMachineOf16GiB() throws IOException {
    write("proc/meminfo", "MemTotal:       16777216 kB");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private ProcessLimit limit(long javaHeapBytes) {
    return ProcessLimit.of(new SystemFiles(root), javaHeapBytes, properties::get);
  }

  @Test
  void theMachineIsTheCeilingWhereThereIsNoGroup() {
    assertThat(limit(4096 * MIB))
        .isEqualTo(new ProcessLimit(11264 * MIB, 16384 * MIB, 4096 * MIB, 1024 * MIB));
  }

  @Test
  void theLeastLimitOfAllGroupsAboveIsTheCeiling() throws IOException {
    write("proc/self/cgroup", "0::/pod/container");
    write("sys/fs/cgroup/pod/memory.max", Long.toString(1024 * MIB));
    write("sys/fs/cgroup/pod/container/memory.max", Long.toString(2048 * MIB));
    assertThat(limit(512 * MIB).bytes()).isEqualTo((1024 - 512 - 128) * MIB);
  }

  @Test
  void versionOneCountsAsWell() throws IOException {
    write("proc/self/cgroup", "4:memory:/box");
    write("sys/fs/cgroup/memory/box/memory.limit_in_bytes", Long.toString(400 * MIB));
    assertThat(limit(100 * MIB).bytes()).isEqualTo((400 - 100 - 64) * MIB);
  }

  @Test
  void aGroupLargerThanTheMachineDoesNotCount() throws IOException {
    write("proc/self/cgroup", "0::/");
    write("sys/fs/cgroup/memory.max", Long.toString(1L << 50));
    assertThat(limit(0).ceilingBytes()).isEqualTo(16384 * MIB);
  }

  @Test
  void thereIsNoLimitWhereNothingIsKnown() throws IOException {
    Files.delete(root.resolve("proc/meminfo"));
    assertThat(limit(4096 * MIB).bytes()).isEqualTo(Limit.NONE);
  }

  @Test
  void propertiesOverride() {
    properties.put("freehold.budget.reserve", "0");
    assertThat(limit(4096 * MIB).bytes()).isEqualTo(12288 * MIB);
    properties.put("freehold.budget", "2g");
    assertThat(limit(20480 * MIB).bytes()).isEqualTo(2048 * MIB);
    properties.put("freehold.budget", "24QB");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limit(0))
        .withMessageStartingWith("-Dfreehold.budget: '24QB' is no size");
  }

  @Test
  void aJavaHeapThatLeavesNothingIsAnError() {
    for (long heap : new long[] {16384 * MIB, Long.MAX_VALUE, 15360 * MIB}) {
      assertThatIllegalStateException()
          .isThrownBy(() -> limit(heap))
          .withMessageContaining("use a smaller -Xmx, or set -Dfreehold.budget");
    }
  }

  @Test
  void theBudgetOfThisProcessIsMadeOnce() {
    assertThat(Budget.process()).isSameAs(Budget.process());
    assertThat(Budget.process().limitBytes()).isEqualTo(ProcessLimit.ofThisProcess().bytes());
  }
}
