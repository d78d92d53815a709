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
import java.util.stream.Collectors;
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
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
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
          "--trials",
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
    Cli cli = run(command, out);
    String kind = command.split(" ", -1)[1];
    switch (kind) {
      case "compare" -> requireComparison(command, cli, out);
      case "tune" -> assertThat(cli.out()).containsPattern("(?m)^rank +trial .* hIoU$");
      case "train" -> assertThat(cli.out()).containsPattern("(?m)^step .*hIoU");
      default -> throw new AssertionError("no form is known of what " + command + " prints");
    }
    assertThat(out.resolve("report.html")).exists();
  }

  /** Runs a command in small, and before it the studies that it takes up. */
  private Cli run(String command, Path out) {
    List<String> words = words(command);
    int studies = words.indexOf("--from-study") + 1;
    List<String> small = studies == 0 ? small(words) : ofStudies(words, words.get(studies));
    Cli cli = Cli.run(Stream.concat(small.stream(), Stream.of("--out", out)).toArray());
    assertThat(cli.exit()).as("%s: %s", command, cli.err()).isZero();
    return cli;
  }

  /** Studies know all but the seeds, and what is compared with what. */
  private List<String> ofStudies(List<String> words, String studies) {
    List<Path> here = Stream.of(studies.split(",", -1)).map(this::study).toList();
    List<String> small = new ArrayList<>(List.of(words.get(1), "--from-study"));
    small.add(here.stream().map(Path::toString).collect(Collectors.joining(",")));
    small.addAll(List.of("--seeds", "1,2"));
    int reference = words.indexOf("--reference");
    if (reference > 0) {
      small.addAll(words.subList(reference, reference + 2));
    }
    return small;
  }

  /** The study that a command of the page makes, in small. */
  private Path study(String place) {
    Path out = folder.resolve(place);
    String command =
        commands().stream()
            .filter(line -> line.startsWith("ciss tune ") && line.endsWith("--out " + place))
            .findFirst()
            .orElseThrow();
    run(command, out);
    return out;
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
  private static List<String> small(List<String> words) {
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
    if (words.get(1).equals("tune")) {
      small.addAll(List.of("--trials", "1"));
    }
    return small;
  }

  private static List<String> words(String command) {
    return WORD.matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toList();
  }
}
