package dev.freehold.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.freehold.lab.doctor.Doctor;
import dev.freehold.lab.doctor.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `freehold doctor`: what the machine allows.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Says what this JVM, kernel and container allow, what Freehold does about each, and which"
            + " flag or setting changes it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:Freehold works here", "1:something essential is missing", "2:wrong use"})
final class DoctorCommand implements Callable<Integer> {
  /// The name of the schema.
  static final String SCHEMA = "freehold.doctor/1";

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec
  private CommandSpec spec;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the findings as JSON.")
  private @Nullable Path json;

  DoctorCommand() {}

  @Override
  public Integer call() {
    try (Outputs outputs = Outputs.open(json, null, null)) {
      List<Finding> findings = Doctor.ofThisMachine().findings();
      int code = tell(findings, spec.commandLine().getOut());
      outputs.write(file -> write(file, findings), _ -> {}, _ -> {});
      return code;
    }
  }

  /// Prints findings.
  ///
  /// @return the exit code
  static int tell(List<Finding> findings, PrintWriter out) {
    Table table = Table.ofWords("", "state", "found", "Freehold");
    for (Finding finding : findings) {
      table.add(finding.name(), finding.verdict().label(), finding.found(), finding.effect());
    }
    out.print(table);
    List<Finding> remedies =
        findings.stream().filter(finding -> !finding.remedy().isEmpty()).toList();
    out.println();
    remedies.forEach(
        finding -> out.println("to change %s: %s".formatted(finding.name(), finding.remedy())));
    if (!remedies.isEmpty()) {
      out.println();
    }
    List<String> stops = findings.stream().filter(Finding::stops).map(Finding::name).toList();
    out.println(
        stops.isEmpty()
            ? "Freehold works here."
            : "Freehold does not work here: essential and missing: " + String.join(", ", stops));
    out.flush();
    return stops.isEmpty() ? 0 : 1;
  }

  /// Writes findings in the schema `freehold.doctor/1`, whose fields keep their names and meanings.
  static void write(Path file, List<Finding> findings) throws IOException {
    try (Writer out = Files.newBufferedWriter(file);
        JsonGenerator generator = new JsonFactory().createGenerator(out)) {
      generator.setPrettyPrinter(new DefaultPrettyPrinter());
      generator.writeStartObject();
      generator.writeStringField("schema", SCHEMA);
      generator.writeArrayFieldStart("results");
      for (Finding finding : findings) {
        generator.writeStartObject();
        generator.writeStringField("name", finding.name());
        generator.writeStringField("verdict", finding.verdict().label());
        generator.writeBooleanField("essential", finding.need() == Finding.Need.ESSENTIAL);
        generator.writeStringField("found", finding.found());
        generator.writeStringField("effect", finding.effect());
        generator.writeStringField("remedy", finding.remedy());
        generator.writeEndObject();
      }
      generator.writeEndArray();
      generator.writeEndObject();
      generator.writeRaw('\n');
    }
  }
}
