// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ciss4j.cli.Cli;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of {@code toolkit/docs/benchmarks.md} on small crops of the sample data: they are
 * understood, and what they print has the form of the tables there.
 */
class BenchmarksPageTest {
  private static final Path PAGE = Path.of("../toolkit/docs/benchmarks.md");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final Pattern VARIABLE = Pattern.compile("(?m)^(\\w+)=\"([^\"]*)\"$");

  /** What is about the data and the size of the work, with its value. */
  private static final Set<String> CUT =
      Set.of(
          "--dataset",
          "--data",
          "--train-list",
          "--classes",
          "--class-order",
          "--scenario",
          "--backbone",
          "--weights",
          "--crop",
          "--epochs",
          "--later-epochs",
          "--batch",
          "--out");

  private static final List<String> INSTEAD =
      List.of("--dataset", "sample", "--scenario", "3-1", "--backbone", "tiny", "--crop", "32");

  private static final List<String> SHORT = List.of("--epochs", "1", "--batch", "64");

  @TempDir Path folder;

  /** Each command of the page, in one line and with its variables filled in. */
  static List<String> commands() {
    String page = text(PAGE);
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> commands = new ArrayList<>();
    for (MatchResult block : FENCE.matcher(page).results().toList()) {
      String lines = block.group(1).replaceAll("\\s*\\\\\\n\\s*", " ");
      VARIABLE
          .matcher(lines)
          .results()
          .forEach(match -> variables.put(match.group(1), match.group(2)));
      lines.lines().filter(line -> line.startsWith("ciss ")).forEach(commands::add);
    }
    return commands.stream().map(command -> filled(command, variables)).toList();
  }

  private static String filled(String command, Map<String, String> variables) {
    String filled = command.replaceFirst("\\s+#.*", "");
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      filled = filled.replaceAll("\\$" + variable.getKey() + "\\b", variable.getValue());
    }
    return filled;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void runsAndPrintsWhatThePageShows(String command) {
    assertThat(command).doesNotContain("$");
    Path out = folder.resolve("out");
    Cli cli = Cli.run(Stream.concat(small(command).stream(), Stream.of("--out", out)).toArray());
    assertThat(cli.exit()).as("%s: %s", command, cli.err()).isZero();
    String kind = command.split(" ", -1)[1];
    switch (kind) {
      case "compare" -> requireComparison(command, cli, out);
      case "tune" -> assertThat(cli.out()).containsPattern("(?m)^rank +trial .* hIoU$");
      case "train" -> assertThat(cli.out()).containsPattern("(?m)^step .*hIoU");
      default -> throw new AssertionError("no form is known of what " + command + " prints");
    }
    assertThat(out.resolve("report.html")).exists();
  }

  private static void requireComparison(String command, Cli cli, Path out) {
    assertThat(cli.out())
        .containsPattern("(?m)^sample 3-1 overlapped, tiny, after the last step in percent, mean")
        .containsPattern("(?m)^\\S+( +\\d+\\.\\d\\d ± \\d+\\.\\d\\d){4}$");
    if (command.contains("dkd,")) {
      assertThat(cli.out())
          .containsPattern("(?m)^\\S+( +[+-]\\d+\\.\\d\\d ± \\d+\\.\\d\\d( \\*)?){4}$");
    }
    assertThat(out.resolve("seeds.csv")).content().startsWith("method,step,score,mean,");
  }

  /** The command on the sample data, with two seeds and an epoch. */
  private static List<String> small(String command) {
    List<String> words = List.of(command.strip().split("\\s+"));
    List<String> small = new ArrayList<>(List.of(words.get(1)));
    for (int i = 2; i < words.size(); i++) {
      String word = words.get(i);
      boolean given = word.equals("--set") && words.get(i + 1).equals("base=given");
      if (CUT.contains(word) || given) {
        i++;
      } else if (word.equals("--seeds")) {
        small.addAll(List.of(word, "1,2"));
        i++;
      } else if (!word.equals("--freeze-bn")) {
        small.add(word);
      }
    }
    small.addAll(INSTEAD);
    small.addAll(SHORT);
    return small;
  }
}
