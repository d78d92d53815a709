// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.ShapeFolders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on two folders, which number their classes in their own ways and share one of them. */
class JoinedFoldersTest {
  @TempDir static Path shared;
  private static Path first;
  private static Path second;
  private static Path run;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    ShapeFolders shapes = new ShapeFolders(shared, 32, 16);
    first = shapes.train("first", "square", "disc");
    second = shapes.train("second", "triangle", "square");
    run = shared.resolve("run");
    Cli trained =
        Cli.run(
            List.of("train", "--dataset", "folder", "--data", first, "--data", second),
            List.of("--scenario", "2-1", "--method", "fine-tuning", "--backbone", "tiny"),
            List.of("--crop", 32, "--batch", 4, "--epochs", 1, "--out", run));
    assertThat(trained.exit()).as(trained.err()).isZero();
    assertThat(trained.err())
        .contains("joined from 1 (" + first + "), 2 (" + second + "); background is background")
        .contains("1: does not name triangle; such", "2: does not name disc; such");
    assertThat(trained.out()).contains("folder 2-1 overlapped").containsPattern("triangle");
  }

  @Test
  void theRunKnowsBothFolders() throws IOException {
    JsonNode data =
        new JsonMapper().readTree(Files.readString(run.resolve("config.json"))).path("data");
    assertThat(data.path("folder").asText()).isEqualTo(first.toString());
    assertThat(data.path("joined").get(0).asText()).isEqualTo(second.toString());
    assertThat(Files.readAllLines(run.resolve("classes.txt")))
        .containsExactly("background", "square", "disc", "triangle");
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("joined folders", "classes unknown to a folder")
        .contains("--data " + first + " --data " + second);
  }

  @Test
  void itIsTrainedAgainToTheSameNumbers() {
    Cli again = Cli.run("rerun", run, "--out", folder.resolve("again"));
    assertThat(again.out()).contains("The same as " + run);
    assertThat(again.exit()).as(again.err()).isZero();
  }

  @Test
  void foldersMayMoveAndGetOtherNames() throws IOException {
    Path one = moved(first, folder.resolve("elsewhere"));
    Path two = moved(second, folder.resolve("and/here"));
    List<Object> there = List.of("--data", one, "--data", two);
    assertThat(Cli.run("evaluate", "--quiet", "--run", run).out()).contains("The same as stored");
    assertThat(Cli.run("evaluate", "--quiet", "--run", run, there).out())
        .contains("The same as stored");
    Cli resumed = Cli.run("train", "--quiet", "--resume", run, there);
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    Cli again = Cli.run("rerun", run, there, "--out", folder.resolve("again"));
    assertThat(again.exit()).as(again.err()).isZero();
  }

  private static Path moved(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return to;
  }

  /** Said before anything is trained or scored. */
  @Test
  void foldersThatWereSwappedAreSaid() throws IOException {
    List<Object> swapped = List.of("--data", second, "--data", first);
    Path extra = moved(first, folder.resolve("extra"));
    Files.copy(second.resolve("images/" + name(second)), extra.resolve("images/more.png"));
    Files.copy(second.resolve("masks/" + name(second)), extra.resolve("masks/more.png"));
    for (List<Object> command :
        List.<List<Object>>of(
            List.of("rerun", run, "--out", folder.resolve("again")),
            List.of("evaluate", "--run", run))) {
      Cli cli = Cli.run(command, swapped);
      assertThat(cli.exit()).as(cli.out()).isEqualTo(2);
      assertThat(cli.err())
          .contains("folder 1 holds what folder 2 held, folder 2 holds what folder 1 held")
          .contains("(" + first + ", " + second + ")")
          .hasLineCount(1);
      Cli changed = Cli.run(command, "--data", extra, "--data", second);
      assertThat(changed.exit()).as(changed.out()).isEqualTo(2);
      assertThat(changed.err()).contains("folder 1 holds other files").hasLineCount(1);
    }
    assertThat(folder.resolve("again")).doesNotExist();
  }

  private static String name(Path data) throws IOException {
    try (var images = Files.list(data.resolve("images"))) {
      return images.sorted().findFirst().orElseThrow().getFileName().toString();
    }
  }

  @Test
  void allFoldersAreToBeNamedWhereTheyAreNow() {
    for (List<Object> data :
        List.<List<Object>>of(
            List.of("--data", first),
            List.of("--data", first, "--data", second, "--data", folder))) {
      Cli refused = Cli.run("train", "--resume", run, data);
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err())
          .contains("was in " + first + " and " + second, "came " + data.size() / 2);
    }
    Cli three = Cli.run("evaluate", "--run", run, "--data", first, "--data", second, "--data", run);
    assertThat(three.exit()).isEqualTo(2);
  }

  /** Classes are matched by name, and nothing of the other folder is scored. */
  @Test
  void oneFolderIsScoredByNames() throws IOException {
    Cli scored = Cli.run("evaluate", "--quiet", "--run", run, "--data", second, "--json");
    assertThat(scored.exit()).as(scored.err()).isZero();
    JsonNode json = new JsonMapper().readTree(scored.out());
    assertThat(json.path("data").asText()).isEqualTo(second.toString());
    try (var images = Files.list(second.resolve("images"))) {
      assertThat(json.path("images").asLong()).isEqualTo(images.count());
    }
  }

  @Test
  void aScoreOnImagesThatWereLearntFromIsWarnedOf() {
    assertThat(Cli.run("evaluate", "--run", run, "--data", second).err())
        .contains("warning: the run has learnt from images of " + second);
  }

  @Test
  void aRunThatExtendsItKnowsTheFolders() throws IOException {
    Path third = new ShapeFolders(folder, 32, 16).train("third", "cross");
    Path out = folder.resolve("extended");
    Cli extended =
        Cli.run(
            List.of("extend", run, "--data", third, "--test", second, "--method", "fine-tuning"),
            List.of("--out", out));
    assertThat(extended.exit()).as(extended.err()).isZero();
    assertThat(extended.err()).contains("warning: the run has learnt from images of " + second);
    assertThat(Files.readString(out.resolve("report.html"))).contains(first + ", " + second);
  }

  @Test
  void optionsAreWrittenAndReadWithAllFolders() throws IOException {
    Cli printed =
        Cli.run(
            List.of("train", "--print-config", "--dataset", "folder"),
            List.of("--data", first, "--data", second, "--scenario", "2-1"),
            List.of("--unknown-classes", "void"));
    Path file = Files.writeString(folder.resolve("run.yaml"), printed.out());
    assertThat(Cli.run("train", "--print-config", "--config", file).out()).isEqualTo(printed.out());
    assertThat(printed.out()).contains("data:", "- " + second, "unknown-classes: void");
    Cli ofRun = Cli.run("data", "stats", "--json", "--config", data(first, second));
    assertThat(ofRun.out()).contains("disc", "triangle");
  }

  private Path data(Path... folders) throws IOException {
    return Files.writeString(
        folder.resolve("data.yaml"),
        "dataset: folder\ndata: [" + folders[0] + ", " + folders[1] + "]\n");
  }

  /** Each of the two lacks a class, so that neither has background. */
  @Test
  void whatMayShowUnknownClassesIsVoidIfSaid() throws IOException {
    List<Object> stats =
        List.of("data", "stats", "--json", "--dataset", "folder", "--data", first, "--data");
    assertThat(background(Cli.run(stats, second))).isPositive();
    Cli told = Cli.run(stats, second, "--unknown-classes", "void");
    assertThat(told.exit()).as(told.err()).isZero();
    assertThat(told.err())
        .contains("1: does not name triangle; its background is void")
        .contains("2: does not name disc; its background is void");
    assertThat(background(told)).isZero();
    assertThat(told.err()).contains("1 (" + first + "), 2 (" + second + ")");
    Cli odd = Cli.run(stats, second, "--unknown-classes", "none");
    assertThat(odd.err()).contains("use background or void");
    assertThat(odd.exit()).isEqualTo(2);
  }

  private static long background(Cli stats) throws IOException {
    JsonNode classes = new JsonMapper().readTree(stats.out()).at("/splits/train/classes");
    return classes.get(0).path("pixels").asLong(-1);
  }

  @Test
  void imagesOfBothAreLookedAt() throws IOException {
    Path broken = new ShapeFolders(folder, 32, 16).train("broken", "disc");
    try (var images = Files.list(broken.resolve("images"))) {
      Files.writeString(images.sorted().findFirst().orElseThrow(), "no image");
    }
    Cli found = Cli.run("data", "check", "--dataset", "folder", "--data", first, "--data", broken);
    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.out()).contains("broken image").contains(broken.toString());
    Cli split =
        Cli.run(
            List.of("split", "--dataset", "folder", "--data", first, "--data", second),
            List.of("--scenario", "2-1", "--out", folder.resolve("lists")));
    assertThat(split.out()).contains("3 triangle");
    assertThat(split.exit()).as(split.err()).isZero();
  }

  @Test
  void whatCannotBeJoinedIsRefused() throws IOException {
    refused("is in one folder, but came 2", "voc", first, second);
    refused("is in one folder, but came 2", "sample", first, second);
    refused("named twice", "folder", first, second.resolve("../first"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), first);
    refused("named twice", "folder", first, link);
    refused("does not exist", "folder", first, folder.resolve("nowhere"));
    Path slip = new ShapeFolders(folder, 32, 8).train("slip", "disc");
    Files.writeString(slip.resolve("labels.txt"), "0 background\n1 Disc\n");
    refused("\"Disc\", and a folder before it knows one \"disc\"", "folder", first, slip);
  }

  private static void refused(String message, String dataset, Path... folders) {
    Cli refused =
        Cli.run(
            List.of("train", "--dataset", dataset, "--scenario", "2-1"),
            List.of("--data", folders[0], "--data", folders[1], "--out", shared.resolve("none")));
    assertThat(refused.err()).contains(message).hasLineCount(1);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(shared.resolve("none")).doesNotExist();
  }

  /** What one folder scores must not be trained on in another, whatever it is called there. */
  @Test
  void oneFoldersTestImagesAreNotTrainedOnInAnother() throws IOException {
    Path links = Files.createDirectories(folder.resolve("links"));
    for (String name : List.of("images", "masks", "labels.txt")) {
      Files.createSymbolicLink(links.resolve(name), first.resolve(name));
    }
    try (var images = Files.list(first.resolve("images"))) {
      List<String> ids =
          images.map(f -> f.getFileName().toString().replaceFirst("\\..*", "")).sorted().toList();
      Files.write(links.resolve("train.txt"), ids.subList(0, ids.size() - 1));
      Files.write(links.resolve("val.txt"), ids.subList(ids.size() - 1, ids.size()));
    }
    Cli refused =
        Cli.run(
            List.of("train", "--dataset", "folder", "--data", first, "--data", links),
            List.of("--scenario", "1-1", "--out", folder.resolve("none")));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("test images must not be trained on");
  }
}
