package dev.freehold.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.inspect.Explanation.Unseen;
import dev.freehold.os.MemoryStalls;
import dev.freehold.os.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  private static final long MS = 1_000_000;
  private static final Evidence SILENT = Evidence.none(new Unseen("much", "a flag"));

  @TempDir Path root;
  private long now;
  private long readingTakes;

  @BeforeEach
  void process() throws IOException {
    Files.createDirectories(root.resolve("proc/42"));
    Files.createDirectories(root.resolve("proc/self"));
    resident(100, 100);
  }

  private void resident(int kib, int counted) throws IOException {
    Snapshot snapshot = new Snapshot().at(4096).library(1000, kib, "/usr/bin/x");
    Files.write(root.resolve("proc/42/smaps"), snapshot.lines());
    Files.writeString(root.resolve("proc/42/status"), "VmRSS: %d kB\n".formatted(counted));
  }

  private Watch watch() throws TargetException {
    Target target = new Target(new SystemFiles(root), 42);
    return new Watch(target, () -> SILENT, () -> now += readingTakes);
  }

  @Test
  void partsAreReadEachTimeWhereThatIsCheap() throws Exception {
    readingTakes = MS;
    Watch watch = watch();
    now += 1000 * MS;
    resident(120, 999);
    Moment moment = watch.moment();
    assertThat(moment.rssBytes()).isEqualTo(120 << 10);
    assertThat(moment.explanation().rssBytes()).isEqualTo(120 << 10);
  }

  @Test
  void partsAreSparedWhereReadingThemTakesLong() throws Exception {
    readingTakes = 100 * MS;
    Watch watch = watch();
    now += 1000 * MS;
    resident(120, 120);
    Moment moment = watch.moment();
    assertThat(moment.rssBytes()).isEqualTo(120 << 10);
    assertThat(moment.explanation().rssBytes()).isEqualTo(100 << 10);

    now += 2000 * MS;
    assertThat(watch.moment().explanation().rssBytes()).isEqualTo(120 << 10);
  }

  @Test
  void whatTheKernelDoesNotSayIsAbsent() throws Exception {
    Moment moment = watch().moment();
    assertThat(moment.stalls()).isEmpty();
    assertThat(moment.group().version()).isZero();

    Files.createDirectories(root.resolve("proc/pressure"));
    Files.writeString(
        root.resolve("proc/pressure/memory"),
        "some avg10=12.50 avg60=0.00 avg300=0.00 total=0\nfull avg10=2.25 avg60=0.00 total=0\n");
    assertThat(watch().moment().stalls())
        .contains(new MemoryStalls("proc/pressure/memory", 12.5, 2.25, 0));
  }

  @Test
  void limitAndStallsAreThoseOfTheProcessesGroup() throws Exception {
    Files.writeString(root.resolve("proc/self/cgroup"), "0::/own\n");
    Files.writeString(root.resolve("proc/42/cgroup"), "0::/pod\n");
    Path group = Files.createDirectories(root.resolve("sys/fs/cgroup/pod"));
    Files.writeString(group.resolve("memory.max"), "1048576\n");
    Files.writeString(group.resolve("memory.pressure"), "some avg10=40.00 avg60=0.00 total=7\n");
    Moment moment = watch().moment();
    assertThat(moment.group().limitBytes()).hasValue(1 << 20);
    assertThat(moment.stalls())
        .contains(new MemoryStalls("sys/fs/cgroup/pod/memory.pressure", 40, 0, 7));
  }

  @Test
  void theEndOfTheProcessIsSaid() throws Exception {
    Watch watch = watch();
    Files.delete(root.resolve("proc/42/smaps"));
    Files.delete(root.resolve("proc/42/status"));
    Files.delete(root.resolve("proc/42"));
    now += 1000 * MS;
    assertThatThrownBy(watch::moment)
        .isInstanceOf(TargetException.class)
        .hasMessageStartingWith("there is no process 42");
  }
}
