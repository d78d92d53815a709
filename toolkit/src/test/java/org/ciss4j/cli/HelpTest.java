// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.cli.output.Console;
import org.ciss4j.data.set.Datasets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
  @Test
  void helpOfTheCommandListsTheSubcommands() {
    Cli help = Cli.run("--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .contains(
            "train",
            "extend",
            "forget",
            "evaluate",
            "report",
            "compare",
            "ablate",
            "watch",
            "predict",
            "export",
            "split",
            "demo",
            "Examples:",
            "Exit codes");
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "extend",
        "forget",
        "rerun",
        "compare",
        "ablate",
        "evaluate",
        "report",
        "watch",
        "predict",
        "export",
        "split",
        "demo",
        "doctor",
        "completion"
      })
  void helpOfASubcommandTeaches(String command) {
    Cli help = Cli.run(command, "--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .startsWith("Usage: ciss " + command)
        .contains("Examples:", "  ciss " + command + " ", "--quiet", "--stacktrace");
    assertThat(help.err()).isEmpty();
  }

  /** Each item stands for itself; where lines end is left to the width of the terminal. */
  @Test
  void descriptionsAreNotBrokenByHand() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    options(CissCommand.commandLine(new Console(nowhere, nowhere)))
        .flatMap(option -> Stream.of(option.description()))
        .forEach(line -> assertThat(line).matches(".*[.;]"));
  }

  /** A list of values is shown as one, not with the syntax of lists around that. */
  @Test
  void usageLinesAreReadable() {
    usages(CissCommand.described())
        .forEach(usage -> assertThat(usage).doesNotContain("[,", "...."));
    assertThat(Cli.run("predict", "--help").out()).contains("[--scales=X,...]");
  }

  private static Stream<String> usages(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getUsageMessage()),
        command.getSubcommands().values().stream().flatMap(HelpTest::usages));
  }

  private static Stream<OptionSpec> options(CommandLine command) {
    return Stream.concat(
        command.getCommandSpec().options().stream(),
        command.getSubcommands().values().stream().flatMap(HelpTest::options));
  }

  @Test
  void helpOfTrainHasTheDefaultsOfEveryDataSet() {
    String help = Cli.run("train", "--help").out();
    assertThat(help.replaceAll("\\s+", " ")).contains("(default: dkd)", "(default: overlapped)");
    Datasets.names()
        .forEach(name -> assertThat(help).containsPattern("\n  " + name + " +\\d+-\\d"));
    List<String> lines = help.lines().toList();
    int head = lines.indexOf("Defaults by data set:") + 1;
    List<String> table = lines.subList(head, head + 1 + Datasets.names().size());
    assertThat(table.get(0)).contains("scenario", "later-lr");
    assertThat(table.stream().map(String::length).distinct()).as(help).hasSize(1);
  }

  @Test
  void versionIsThatOfTheBuild() {
    Cli version = Cli.run("--version");
    assertThat(version.exit()).isZero();
    assertThat(version.out()).containsPattern("^ciss4j \\d+\\.\\d+");
    assertThat(Cli.run("train", "--version").out()).isEqualTo(version.out());
  }
}
