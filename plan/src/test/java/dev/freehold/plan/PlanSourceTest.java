package dev.freehold.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanSourceTest {
  @Test
  void generatesAClassThatCompilesToTheOffsets(@TempDir Path directory) throws Exception {
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    GeneratePlan.generate(
        Path.of("../data/plan/input.12.csv"),
        "com.example.InputPlan",
        directory,
        new PrintStream(report, true, StandardCharsets.UTF_8));
    assertThat(report.toString(StandardCharsets.UTF_8)).startsWith("input.12 fits: height 12");
    Path source = directory.resolve("com/example/InputPlan.java");
    ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
    assertThat(compiler.run(System.out, System.err, "-Xlint:all", "-Werror", source.toString()))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
      Class<?> type = loader.loadClass("com.example.InputPlan");
      assertThat(type.getField("BYTES").getLong(null)).isEqualTo(12);
      Problem problem = PlanCsv.read(Path.of("../data/plan/input.12.csv"));
      long[] offsets = new long[5];
      for (int b = 0; b < 5; b++) {
        offsets[b] = type.getField("B" + (b + 1)).getLong(null);
      }
      assertThat(Validator.fault(problem, offsets)).isEmpty();
    }
  }

  @Test
  void namesConstantsAfterIds() {
    assertThat(PlanSource.constantName("hidden state.2")).isEqualTo("HIDDEN_STATE_2");
    assertThat(PlanSource.constantName("7")).isEqualTo("BUFFER_7");
    assertThat(PlanSource.constantName("-")).isEqualTo("BUFFER__");
  }

  @Test
  void refusesIdsThatGiveOneConstant() {
    Plan plan = Plan.named("p").buffer("a-b", 0, 1, 1).buffer("a b", 0, 1, 1).solve();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanSource.write(plan, "P", new StringWriter()))
        .withMessage("a-b and a b both give the constant A_B: rename one");
    Plan bytes = Plan.named("p").buffer("bytes", 0, 1, 1).solve();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanSource.write(bytes, "P", new StringWriter()))
        .withMessageContaining("the size of the block and bytes");
  }

  @Test
  void refusesWhatIsNoClassName() {
    Plan plan = Plan.named("p").buffer("a", 0, 1, 1).solve();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanSource.write(plan, "com.example.", new StringWriter()))
        .withMessageContaining("is not the name of a class");
  }

  @Test
  void stopsWithoutAFileOrArguments(@TempDir Path directory) {
    Assertions.assertThatIOException()
        .isThrownBy(() -> GeneratePlan.main(new String[] {"absent.csv", "P", directory.toString()}))
        .isInstanceOf(NoSuchFileException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeneratePlan.main(new String[0]))
        .withMessageContaining("give FILE.csv");
    assertThat(Files.exists(directory.resolve("P.java"))).isFalse();
  }

  @Test
  void aDraftOfTheBoundsIsReadable() throws IOException {
    Plan plan = Plan.named("one").buffer("a", 0, 1, 16).solve();
    StringWriter out = new StringWriter();
    PlanSource.write(plan, "OnePlan", out);
    assertThat(out)
        .asString()
        .contains("public final class OnePlan {")
        .contains("  /// The offset of `a`, live from 0 to 1.\n  public static final long A = 0L;");
  }
}
