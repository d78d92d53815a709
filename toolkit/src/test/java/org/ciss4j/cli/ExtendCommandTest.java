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

/** A run that grows with folders of data, scored on others. */
class ExtendCommandTest {
  @TempDir static Path shared;
  private static Path second;
  private static Path test;
  private static Path one;
  private static Path two;

  @TempDir Path folder;

  @BeforeAll
  static void grow() {
    ShapeFolders shapes = new ShapeFolders(shared, 32, 32);
    Path first = shapes.train("first", "disc", "square");
    second = shapes.train("second", "triangle");
    test = shapes.test("test", "cross", "triangle", "square", "disc");
    one = shared.resolve("runs/one");
    two = shared.resolve("runs/two");
    Cli trained =
        Cli.run(
            List.of("train", "--quiet", "--dataset", "folder", "--data", first),
            List.of("--scenario", "joint", "--method", "analytic", "--set", "width=16"),
            List.of("--backbone", "tiny", "--crop", 32, "--batch", 4, "--epochs", 1, "--out", one));
    assertThat(trained.err()).isEmpty();
    Cli extended = Cli.run("extend", one, "--data", second, "--test", test, "--out", two);
    assertThat(extended.exit()).as(extended.err()).isZero();
    assertThat(extended.out())
        .contains("folder 2+1 overlapped, analytic, tiny")
        .containsPattern("class +before +after +change")
        .containsPattern("triangle +- ");
    assertThat(extended.err())
        .contains("classes that the model does not know count as background: cross");
  }

  @Test
  void theReportHasTheLineage() throws IOException {
    String html = Files.readString(two.resolve("report.html"));
    assertThat(html)
        .contains("Lineage", "Where the steps come from", one.toString(), second.toString())
        .contains("ciss extend", "--known background");
    assertThat(Files.readString(one.resolve("report.html"))).doesNotContain("Lineage");
  }

  @Test
  void anyFolderIsScoredByNames() throws IOException {
    Cli text = Cli.run("evaluate", "--run", two, "--data", test);
    assertThat(text.exit()).as(text.err()).isZero();
    assertThat(text.out()).containsPattern("triangle +\\d").doesNotContain("stored");
    Cli json = Cli.run("evaluate", "--quiet", "--run", two, "--data", test, "--json");
    JsonNode scores = new JsonMapper().readTree(json.out());
    assertThat(scores.path("images").asInt()).isEqualTo(imagesIn(test));
    assertThat(scores.path("classes").findValuesAsText("name"))
        .containsExactly("background", "disc", "square", "triangle");
    assertThat(scores.path("classes").get(3).path("learnt").asBoolean()).isTrue();
    assertThat(json.err()).isEmpty();
  }

  /** The numbers of its classes are the folder's own: scores are those of the run all the same. */
  @Test
  void theTestFolderOfTheRunHasTheStoredScores() throws IOException {
    Cli stored = Cli.run("evaluate", "--quiet", "--run", two);
    assertThat(stored.out()).contains("The same as stored");
    Cli own = Cli.run("evaluate", "--quiet", "--run", two, "--data", second);
    assertThat(own.out()).contains("The same as stored");
  }

  @Test
  void aFolderWithoutAKnownClassIsRefused() {
    Path other = new ShapeFolders(folder, 32, 16).train("crosses", "cross");
    Cli refused = Cli.run("evaluate", "--run", two, "--data", other);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("labels no class that the model knows: it has cross");
  }

  private static int imagesIn(Path data) throws IOException {
    try (var files = Files.list(data.resolve("images"))) {
      return (int) files.count();
    }
  }

  @Test
  void allImagesOfAFolderAreLabelled() throws IOException {
    Path out = folder.resolve("labels");
    Path images = Files.createDirectory(folder.resolve("street"));
    for (String name : List.of("a", "b")) {
      try (var files = Files.list(test.resolve("images"))) {
        Files.copy(files.findFirst().orElseThrow(), images.resolve(name + ".png"));
      }
    }
    Files.writeString(images.resolve("notes.txt"), "nothing");
    Cli labelled = Cli.run("predict", "--run", two, "--images", images, "--out", out);
    assertThat(labelled.exit()).as(labelled.err()).isZero();
    assertThat(labelled.out()).contains("2 of 2 images");
    assertThat(out.resolve("a.png")).exists();
    assertThat(out.resolve("overlay/b.png")).exists();
    assertThat(Files.readAllLines(out.resolve("labels.txt")))
        .containsExactly("0 background", "1 disc", "2 square", "3 triangle");
  }

  @Test
  void anImageThatCannotBeReadIsSaidAndLeftOut() throws IOException {
    Path images = Files.createDirectory(folder.resolve("street"));
    Files.writeString(images.resolve("broken.png"), "no image");
    try (var files = Files.list(test.resolve("images"))) {
      Files.copy(files.findFirst().orElseThrow(), images.resolve("whole.png"));
    }
    Path out = folder.resolve("labels");
    Cli labelled = Cli.run("predict", "--run", two, "--images", images, "--out", out);
    assertThat(labelled.exit()).isEqualTo(1);
    assertThat(labelled.err()).contains("broken.png").hasLineCount(1);
    assertThat(labelled.out()).contains("1 of 2 images");
    assertThat(out.resolve("whole.png")).exists();
  }

  @Test
  void foldersThatCannotBeLabelledAreRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Cli nothing = Cli.run("predict", "--run", two, "--images", empty, "--out", folder);
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains("holds no JPEG or PNG image");
    Path images = test.resolve("images");
    Cli other = Cli.run("predict", "--run", two, "--images", images, "--out", second);
    assertThat(other.exit()).isEqualTo(2);
    assertThat(other.err()).contains("is there and names other classes");
  }

  @Test
  void aStepIsForgotten() {
    Path out = folder.resolve("without");
    Cli forgotten = Cli.run("forget", two, "--step", 1, "--out", out);
    assertThat(forgotten.exit()).as(forgotten.err()).isZero();
    assertThat(forgotten.out()).contains("folder joint overlapped, analytic, tiny");
    Cli base = Cli.run("forget", two, "--step", 0, "--out", folder.resolve("none"));
    assertThat(base.exit()).isEqualTo(2);
    assertThat(base.err()).contains("step 0 have trained the network itself").hasLineCount(1);
  }

  @Test
  void errorsAreOneLine() throws IOException {
    assertRefused("name the run to extend", "extend", one);
    assertRefused("is not the folder of a run", "extend", test, "--data", second);
    assertRefused("is not empty", "extend", one, "--data", second, "--out", two);
    assertRefused("names no class that run", "extend", two, "--data", second);
    assertRefused("does not exist", "extend", one, "--data", folder.resolve("none"));
    assertRefused(
        "learns all classes at once", "extend", one, "--data", second, "--method", "joint");
    assertRefused("there is no method 'dk'", "extend", one, "--data", second, "--method", "dk");
    assertRefused("goes on as it began", "extend", "--resume", two, "--known", "background");
    assertRefused("features", "extend", one, "--data", second, "--set", "features=NONE");
  }

  private void assertRefused(String message, Object... words) {
    List<String> all = Cli.words(words);
    Cli refused =
        all.contains("--out") || all.contains("--resume")
            ? Cli.run(all)
            : Cli.run(all, "--out", folder.resolve("refused"));
    assertThat(refused.exit()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains(message).hasLineCount(1);
    assertThat(folder.resolve("refused")).doesNotExist();
  }
}
