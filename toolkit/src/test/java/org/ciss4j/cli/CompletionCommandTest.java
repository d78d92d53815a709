// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;

class CompletionCommandTest {
  @TempDir Path folder;

  /** What bash offers when a line has these words, the last one being begun. */
  private String offered(String... words) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash on this machine");
    Cli script = Cli.run("completion", "bash");
    assertThat(script.exit()).isZero();
    Path file = folder.resolve("ciss.bash");
    Files.writeString(file, script.out());
    String line = String.join(" ", words);
    String asked =
        String.format(
            "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_ciss ciss '%s' '';"
                + " echo \"${COMPREPLY[@]}\"",
            file, line, words.length - 1, words[words.length - 1]);
    Process bash = new ProcessBuilder("/bin/bash", "-c", asked).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    assertThat(offered("ciss", "tra")).contains("train");
    assertThat(offered("ciss", "train", "--bac")).contains("--backbone");
    assertThat(offered("ciss", "data", "che")).contains("check");
  }

  @Test
  void bashCompletesValues() throws Exception {
    assertThat(offered("ciss", "train", "--setting", ""))
        .contains("overlapped", "disjoint")
        .doesNotContain("PAPER", "paper");
    assertThat(offered("ciss", "train", "--precision", "b")).endsWith("bf16\n");
    assertThat(offered("ciss", "train", "--method", "pl")).endsWith("plop\n");
    assertThat(offered("ciss", "export", "--format", "o")).endsWith("onnx\n");
  }

  /** By the converter of the option. */
  @Test
  void whatIsOfferedIsTaken() throws Exception {
    CommandLine root = CissCommand.described();
    CompletedValues.putInto(root);
    assertThat(taken(root)).isGreaterThan(60);
  }

  private static int taken(CommandLine command) throws Exception {
    int words = 0;
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.completionCandidates() != null) {
        for (String word : option.completionCandidates()) {
          for (ITypeConverter<?> converter : option.converters()) {
            assertThat(converter.convert(word)).as("%s %s", option.longestName(), word).isNotNull();
          }
          words++;
        }
      }
    }
    for (CommandLine below : command.getSubcommands().values()) {
      words += taken(below);
    }
    return words;
  }

  @Test
  void fishIsToldOfCommandsBelowCommands() {
    assertThat(Cli.run("completion", "fish").out().lines())
        .anyMatch(line -> line.contains(" -f -a train -d "))
        .anyMatch(
            line -> line.contains("seen_subcommand_from train'") && line.contains("-l method"))
        .anyMatch(line -> line.contains("seen_subcommand_from data;") && line.contains("-a check"))
        .allMatch(line -> line.startsWith("complete -c ciss -n '"));
  }

  @Test
  void fishIsToldOfEachOption() {
    List<String> lines = Cli.run("completion", "fish").out().lines().toList();
    requireOptions(lines, CissCommand.described(), "not __fish_seen_subcommand_from");
  }

  private static void requireOptions(List<String> lines, CommandLine command, String condition) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      String longest = option.longestName();
      if (!option.hidden() && longest.startsWith("--")) {
        assertThat(lines)
            .as("%s %s", command.getCommandSpec().qualifiedName(), longest)
            .anyMatch(
                line ->
                    line.contains("'" + condition)
                        && line.contains(" -l " + longest.substring(2) + " "));
      }
    }
    String path = condition.startsWith("not ") ? "" : condition + "; and ";
    command
        .getSubcommands()
        .forEach(
            (name, below) ->
                requireOptions(lines, below, path + "__fish_seen_subcommand_from " + name));
  }

  @Test
  void otherShellsAreRefused() {
    Cli refused = Cli.run("completion", "tcsh");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("expected bash, zsh or fish, got 'tcsh'");
  }
}
