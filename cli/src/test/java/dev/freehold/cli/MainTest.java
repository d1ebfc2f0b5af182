package dev.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// What the command says of itself.
class MainTest {
  @ParameterizedTest
  @ValueSource(strings = {"--help", "help", "replay --help", "version --help", "completion --help"})
  void helpIsEverywhere(String arguments) {
    Run run = Run.of((Object[]) arguments.split(" "));
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: freehold");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void everyDescriptionIsAFormat() {
    assertThat(Main.commandLine().getSubcommands().values())
        .flatExtracting(line -> List.of(line.getCommandSpec().usageMessage().description()))
        .isNotEmpty()
        .allSatisfy(text -> assertThatCode(() -> text.formatted()).doesNotThrowAnyException());
  }

  @Test
  void noArgumentShowsTheCommands() {
    assertThat(Run.of().out()).contains("replay", "version", "completion");
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "replay --version"})
  void versionNamesJavaToo(String arguments) {
    Run run = Run.of((Object[]) arguments.split(" "));
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("freehold ").contains("Java " + Runtime.version().feature());
  }

  @Test
  void completionKnowsTheNames() {
    Run run = Run.of("completion");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("#!/usr/bin/env bash").contains("worst-fit", "tcmalloc");
  }

  @Test
  void noChoiceIsListedInCapitals() {
    for (CommandLine line : Main.commandLine().getSubcommands().values()) {
      for (OptionSpec option : line.getCommandSpec().options()) {
        if (option.type().isEnum()) {
          Run run = Run.of(line.getCommandName(), option.longestName(), "nosuch", "file");
          assertThat(run.err()).contains("expected one of ").doesNotContainPattern("of .*[A-Z]{2}");
        }
      }
    }
  }

  @Test
  void theFullStopOfASentenceWithinIsLeftOut() {
    assertThat(Run.of("help", "nosuch").err())
        .startsWith("freehold: Unknown subcommand 'nosuch'; see 'freehold --help'");
  }

  @Test
  void unknownCommandIsOneLine() {
    Run run = Run.of("reply");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("'reply'");
  }
}
