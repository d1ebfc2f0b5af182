package dev.freehold.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.inspect.Explanation.Share;
import dev.freehold.os.SystemFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real processes, explained.
@EnabledOnOs(OS.LINUX)
class ExplainerTest {
  private static final long MIB = 1 << 20;
  private static final Part ORDERS = new Part(Kind.FREEHOLD, "orders");

  @TempDir Path directory;
  private @Nullable Process process;

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  private Explanation explain(String... options) throws IOException, TargetException {
    Process child = Child.start(directory, options);
    process = child;
    Explanation explanation = Explainer.explain(Target.of(child.pid()));
    assertThat(explanation.shares().stream().mapToLong(Share::bytes).sum())
        .isEqualTo(explanation.rssBytes() - explanation.unknownBytes());
    assertThat(bytes(explanation, new Part(Kind.FILE, directory.resolve("mapped").toString())))
        .isBetween(Child.FILE / 4L, (long) Child.FILE);
    assertThat(explanation.bytes(Kind.JAVA_HEAP)).isBetween(MIB, 64 * MIB);
    assertThat(explanation.bytes(Kind.CODE_CACHE)).isBetween(MIB / 8, 32 * MIB);
    assertThat(explanation.bytes(Kind.THREADS)).isBetween(MIB / 8, 16 * MIB);
    assertThat(explanation.bytes(Kind.LIBRARIES)).isBetween(8 * MIB, 64 * MIB);
    return explanation;
  }

  private static long bytes(Explanation explanation, Part part) {
    return explanation.shares().stream()
        .filter(share -> share.part().equals(part))
        .mapToLong(Share::bytes)
        .sum();
  }

  @ParameterizedTest
  @CsvSource({"summary, -XX:+UseG1GC", "detail, -XX:+UseSerialGC", "summary, -XX:+UseZGC"})
  void withTheJvmsAccountNearlyAllIsKnown(String level, String collector)
      throws IOException, TargetException {
    Explanation explanation = explain("-XX:NativeMemoryTracking=" + level, collector);

    assertThat(explanation.bytes(Kind.DIRECT))
        .as("direct memory, of which a kernel short of memory may have taken pages")
        .isBetween((Child.DIRECT + Child.ARENA) / 4L, Child.DIRECT + Child.ARENA + MIB);
    assertThat(bytes(explanation, ORDERS)).isBetween(Child.REGION / 4L, (long) Child.REGION);
    assertThat(explanation.bytes(Kind.METASPACE)).isPositive();
    assertThat(explanation.bytes(Kind.GC)).isPositive();
    assertThat(explanation.unknownBytes()).isLessThan(explanation.rssBytes() / 20);
    assertThat(explanation.unseen()).noneMatch(it -> it.remedy().contains("NativeMemoryTracking"));
  }

  @ParameterizedTest
  @CsvSource({"-XX:+UseG1GC", "-XX:+UseParallelGC"})
  void withoutTheAccountDirectMemoryIsAmongTheLargeBlocks(String collector)
      throws IOException, TargetException {
    Explanation explanation = explain(collector);

    assertThat(bytes(explanation, ORDERS)).isBetween(Child.REGION / 4L, (long) Child.REGION);
    assertThat(explanation.bytes(Kind.METASPACE)).isPositive();
    if (explanation.unseen().stream().noneMatch(it -> it.remedy().contains("GNU C library"))) {
      assertThat(explanation.bytes(Kind.MALLOC_LARGE))
          .isBetween((Child.DIRECT + Child.ARENA) / 4L, Child.DIRECT + Child.ARENA + 8 * MIB);
      assertThat(explanation.unknownBytes()).isLessThan(explanation.rssBytes() * 15 / 100);
    }
    assertThat(explanation.unseen())
        .anyMatch(it -> it.remedy().contains("-XX:NativeMemoryTracking=summary"));
  }

  @Test
  void aJvmThatDoesNotAnswerIsToldByItsMappings() throws IOException, TargetException {
    Explanation explanation = explain("-XX:+DisableAttachMechanism");

    assertThat(explanation.bytes(Kind.DIRECT)).isZero();
    assertThat(explanation.unseen())
        .anyMatch(it -> it.remedy().contains("without -XX:+DisableAttachMechanism"));
  }

  @Test
  void anotherProgramIsToldByItsMappings() throws IOException, TargetException {
    Process sleeping = new ProcessBuilder("sleep", "60").start();
    process = sleeping;
    Explanation explanation = Explainer.explain(Target.of(sleeping.pid()));

    assertThat(explanation.bytes(Kind.LIBRARIES)).isPositive();
    assertThat(explanation.unseen()).anyMatch(it -> it.what().contains("no JVM"));
  }

  @Test
  void aProcessThatHasEndedIsSaid() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertThatThrownBy(() -> Explainer.explain(Target.of(ended.pid())))
        .isInstanceOf(TargetException.class)
        .hasMessageStartingWith("there is no process " + ended.pid());
  }

  @Test
  void aJvmIsFoundAndWatched() throws IOException, TargetException {
    Process child = Child.start(directory, "-XX:NativeMemoryTracking=summary");
    process = child;
    assertThat(JavaProcesses.of(SystemFiles.ofThisMachine()))
        .anyMatch(it -> it.pid() == child.pid() && it.name().equals(Child.class.getName()));

    Moment moment = new Watch(Target.of(child.pid())).moment();
    assertThat(bytes(moment.explanation(), ORDERS))
        .isBetween(Child.REGION / 4L, (long) Child.REGION);
    assertThat(moment.rssBytes()).isBetween(48 * MIB, 512 * MIB);
  }
}
