package dev.freehold.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCsvTest {
  @Test
  void readsThePublishedColumns() throws IOException {
    Problem problem = PlanCsv.read(Path.of("../data/plan/input.12.csv"));
    assertThat(problem.name()).isEqualTo("input.12");
    assertThat(problem.capacity()).isEqualTo(12);
    assertThat(problem.buffers().getFirst()).isEqualTo(Buffer.of("b1", 0, 3, 4));
    assertThat(problem.buffers()).hasSize(5);
  }

  @Test
  void readsAllColumnsInAnyOrder() throws IOException {
    Problem problem =
        read("fixed,size,gaps,upper,lower,alignment,id,offset\n8,4,2-3 5-6,9,0,4,x,100\n");
    assertThat(problem.buffers())
        .containsExactly(
            Buffer.of("x", 0, 9, 4).alignedTo(4).withGap(2, 3).withGap(5, 6).fixedAt(8));
  }

  @Test
  void writesWhatItReads() throws IOException {
    Problem problem =
        new Problem(
            "p",
            List.of(
                Buffer.of("x", 0, 9, 4).alignedTo(4).withGap(2, 3).withGap(5, 6).fixedAt(8),
                Buffer.of("y", -4, 9, 8)),
            100);
    Solution solution = Solver.solve(problem, SolverConfig.DEFAULT);
    StringWriter out = new StringWriter();
    PlanCsv.write(solution, out);
    assertThat(out).asString().startsWith("id,lower,upper,size,alignment,gaps,fixed,offset\n");
    assertThat(out).asString().contains("\nx,0,9,4,4,2-3 5-6,8,8\n");
    assertThat(read(out.toString()).buffers()).isEqualTo(problem.buffers());
  }

  @Test
  void aNameWithoutANumberHasNoCapacity(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("model.csv"), "id,lower,upper,size\na,0,1,1\n");
    assertThat(PlanCsv.read(file).capacity()).isEqualTo(Problem.UNLIMITED);
    assertThat(PlanCsv.read(file).name()).isEqualTo("model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,0,1,0      | buffer a has size 0: a size is at least 1",
        "a,0,1,-5     | buffer a has size -5",
        "a,3,3,5      | buffer a has lower 3 and upper 3: upper is exclusive",
        "a,4,3,5      | buffer a has lower 4 and upper 3",
        "a,0,1,x      | size is 'x'; write a whole number",
        "a,0,1,       | size is ''; write a whole number",
        "a,0,1,9999999999999999999 | size is '9999999999999999999'; write a whole number below 2^63",
        "a,0,1        | 3 cells under 4 columns",
        "a,0,1,2,3    | 5 cells under 4 columns",
        "first,0,1,2  | the id first is used twice",
        "a,0,1,1152921504606846976 | the sizes add up to 2^60 or more",
        "a,0,1,1152921504606846975 | the sizes add up to 2^60 or more",
        "' ,0,1,2'    | the id is blank",
      })
  void namesTheLineAndTheRemedy(String row, String message) {
    assertThatExceptionOfType(PlanFormatException.class)
        .isThrownBy(() -> read("id,lower,upper,size\nfirst,0,1,1\n\n" + row + "\n"))
        .withMessageStartingWith("problem.csv:4: ")
        .withMessageContaining(message)
        .matches(e -> e.line() == 4)
        .matches(e -> !String.valueOf(e.getMessage()).contains("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                         | the file is empty",
        "id,lower,upper             | a column is missing",
        "id,lower,upper,size,colour | the column 'colour' is unknown or twice there",
        "id,id,lower,upper,size     | the column 'id' is unknown or twice there",
      })
  void namesWhatIsWrongWithTheHeader(String header, String message) {
    assertThatExceptionOfType(PlanFormatException.class)
        .isThrownBy(() -> read(header))
        .withMessageStartingWith("problem.csv:1: ")
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,0,9,4,,3-3, | upper is exclusive",
        "a,0,9,4,,3,   | the gap '3' is malformed",
        "a,0,9,4,,0-3, | gaps are in order, apart, and inside 0 to 9",
        "a,0,9,4,0,,   | alignment 0: an alignment is at least 1",
        "a,0,9,4,4,,3  | is fixed at 3: a fixed offset is at least 0 and a multiple of alignment 4",
        "a,0,9,4,,,-1  | is fixed at -1",
      })
  void namesWhatIsWrongWithTheOptionalColumns(String row, String message) {
    assertThatExceptionOfType(PlanFormatException.class)
        .isThrownBy(() -> read("id,lower,upper,size,alignment,gaps,fixed\n" + row))
        .withMessageStartingWith("problem.csv:2: ")
        .withMessageContaining(message);
  }

  @Test
  void saysWhereAFileIsNoText(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("x.csv");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatExceptionOfType(PlanFormatException.class)
        .isThrownBy(() -> PlanCsv.read(file))
        .withMessageContaining("not text in UTF-8");
  }

  private static Problem read(String text) throws IOException {
    return PlanCsv.read("problem", "problem.csv", 100, new BufferedReader(new StringReader(text)));
  }
}
