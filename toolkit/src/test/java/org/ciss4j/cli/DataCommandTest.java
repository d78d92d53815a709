// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.data.VocFiles;
import org.ciss4j.data.set.Datasets;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.scenario.LabelSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
  @TempDir Path folder;
  private VocFiles files;

  @BeforeEach
  void write() {
    files = VocFiles.sound(folder.resolve("data"));
  }

  private Cli data(String command, Object... more) {
    Object[] words = {"data", command, "--quiet", "--dataset", "voc", "--data", files.root};
    return Cli.run(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(words), java.util.stream.Stream.of(more))
            .toArray());
  }

  @Test
  void soundDataGivesZero() {
    Cli cli = data("check");
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out().strip()).isEqualTo("voc (3 train, 1 test images): sound");
  }

  @Test
  void allProblemsAreListedAndGiveOne() throws IOException {
    Files.delete(files.root.resolve("SegmentationClass/a.png"));
    files.write("JPEGImages/b.jpg", "<html>").jpeg("d", 10, 8, 0);
    Cli cli = data("check");
    assertThat(cli.exit()).isEqualTo(1);
    assertThat(cli.err()).isEmpty();
    assertThat(cli.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("missing file: list ").contains("names a"),
            line -> assertThat(line).startsWith("broken image: ").contains("b.jpg is not a JPEG"),
            line -> assertThat(line).startsWith("size mismatch: ").contains("d.png is 16x12"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "voc (3 train, 1 test images): missing file 1, broken image 1, size"
                            + " mismatch 1"));
  }

  /** As many as there are, the same each time, and such that recall finds them. */
  @Test
  void imagesToReplayAreDrawn() throws IOException {
    Path replay = folder.resolve("replay");
    Cli cli = Cli.run("data", "replay", "--dataset", "sample", "--most", 3, "--out", replay);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("disc           3", "written to " + replay);
    Path again = folder.resolve("again");
    Cli.run("data", "replay", "--dataset", "sample", "--most", 3, "--out", again);
    List<String> names = List.of("disc", "square", "triangle", "cross");
    for (String name : names) {
      assertThat(files(replay.resolve(name))).hasSize(3).isEqualTo(files(again.resolve(name)));
    }
    LabelSpace labels = Datasets.open("sample", null, null).labelSpace();
    assertThat(ReplayFolder.open(replay, labels).ids(List.of(1, 4))).hasSize(6);
    Cli there = Cli.run("data", "replay", "--dataset", "sample", "--out", replay);
    assertThat(there.exit()).isEqualTo(2);
    assertThat(there.err()).contains("output " + replay + " exists");
    Cli none = data("replay", "--most", 0, "--out", folder.resolve("none"));
    assertThat(none.err()).contains("--most 0 is no number of images; use 1 or more");
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    files.image("b", 1, 30);
    Cli cli = data("check", "--json");
    assertThat(cli.exit()).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertThat(json.get("sound").asBoolean()).isFalse();
    assertThat(json.at("/counts/unknown label").asLong()).isEqualTo(1);
    assertThat(json.at("/problems/0/id").asText()).isEqualTo("b");
    assertThat(json.at("/problems/0/split").asText()).isEqualTo("train");
  }

  @Test
  void statisticsOfClasses() throws IOException {
    Cli cli = data("stats");
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("  1  aeroplane", "255  void", "all images");
    assertThat(cli.out().lines().filter(line -> line.contains("pottedplant")).findFirst())
        .hasValueSatisfying(
            line -> assertThat(line).contains("  1     10.42").contains("  1     25"));
    JsonNode json = new ObjectMapper().readTree(data("stats", "--json").out());
    assertThat(json.at("/splits/train/classes/1/images").asLong()).isEqualTo(2);
    assertThat(json.at("/splits/train/classes/1/share").asDouble()).isBetween(0.18, 0.19);
  }

  @Test
  void columnsMakeRoomForLongNames() throws IOException {
    Files.move(files.root.resolve("JPEGImages"), files.root.resolve("images"));
    Files.move(files.root.resolve("SegmentationClass"), files.root.resolve("masks"));
    String names = "0 ground\n1 a class with a very long name\n2 b\n";
    for (int number = 3; number <= 16; number++) {
      names += number + " c" + number + "\n";
    }
    files.write("labels.txt", names).write("train.txt", "a\nb\nc\n").write("val.txt", "d\n");
    Cli cli = Cli.run("data", "stats", "--quiet", "--dataset", "folder", "--data", files.root);
    assertThat(cli.err()).isEmpty();
    assertThat(cli.out().lines().limit(19).map(String::length).distinct()).hasSize(1);
  }

  @Test
  void statisticsAsAReport() throws IOException {
    Path report = folder.resolve("reports/voc.html");
    assertThat(data("stats", "--out", report).exit()).isZero();
    assertThat(Files.readString(report))
        .contains("<th scope=\"row\">pottedplant</th>", "background:#004000", "3 images");
    assertThat(data("stats", "--out", folder.resolve("report.txt")).err())
        .contains("is no HTML file; end its name in .html");
  }

  @Test
  void aCommandIsMissing() {
    Cli cli = Cli.run("data");
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err())
        .contains("expected check, stats, import or replay; see 'ciss data --help'");
    assertThat(Cli.run("data", "--help").out()).contains("check", "stats");
    assertThat(Cli.run("data", "check", "--help").out()).contains("--json", "--dataset");
  }

  @Test
  void theListsInUseAreSaid() {
    for (String command : new String[] {"check", "stats"}) {
      Cli cli = Cli.run("data", command, "--dataset", "voc", "--data", files.root);
      assertThat(cli.err()).contains("voc: 3 training images (train), 1 test images (val)");
    }
    Cli split = Cli.run("split", "--dataset", "voc", "--data", files.root, "--scenario", "15-5");
    assertThat(split.err()).contains("voc: 3 training images (train), 1 test images (val)");
  }

  @Test
  void masksThatShowNoClassAreAProblemOfThePart() throws IOException {
    for (String id : new String[] {"a", "b", "c"}) {
      files.image(id);
    }
    Cli cli = data("check", "--json");
    assertThat(cli.exit()).isEqualTo(1);
    JsonNode problem = new ObjectMapper().readTree(cli.out()).at("/problems/0");
    assertThat(problem.get("kind").asText()).isEqualTo("label convention");
    assertThat(problem.get("id").isNull()).isTrue();
    Object[] train = {
      "train", Cli.small(files), "--out", folder.resolve("run"), "--epochs", 1, "--batch", 2
    };
    Cli trained = Cli.run(train);
    assertThat(trained.exit()).isEqualTo(1);
    assertThat(trained.err()).contains("no mask shows a class", "255 is void");
  }
}
