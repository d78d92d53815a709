// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.graph.SharedPack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data that was once read wrongly, refused without need, or given a misleading message. */
@Tag("dataset")
class CasesTest {
  @ParameterizedTest
  @CsvSource({
    "ade-reduced-twice, ade, 1, they were reduced by one",
    "binary-mask-0-255, folder, 1, 'all hold 0 (background) and 255 alone'",
    "exif-orientation-silent, folder, 1, say --exif apply",
    "git-lfs-pointer-as-image, folder, 1, a pointer of Git LFS",
    "grey-mask-with-trns, folder, 0, sound",
    "jpeg-junk-between-segments, folder, 0, sound",
  })
  void dataIsCheckedAsItShould(String name, String dataset, int exit, String said) {
    Path data = SharedPack.require("cases").resolve(name).resolve("data");
    Cli cli = Cli.run("data", "check", "--dataset", dataset, "--data", data);
    assertThat(cli.out() + cli.err()).contains(said).doesNotContain("unexpected");
    assertThat(cli.exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource({
    "zero_based.txt, 2, say --zero-based",
    "one_based.txt, 0, ''",
    "empty.txt, 1, is empty",
    "commas.txt, 1, is one word",
  })
  void classListsAreReadOrRefused(String list, int exit, String said) {
    Path file = SharedPack.require("cases").resolve("zero-based-class-list").resolve(list);
    Cli cli = Cli.run("split", "--dataset", "voc", "--class-list", file, "--scenario", "15-1");
    assertThat(cli.err()).contains(said);
    assertThat(cli.exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource({
    "commas.txt, 0, training images",
    "two_columns.txt, 0, training images",
    "backslash.txt, 0, training images",
    "dot.txt, 0, training images",
    "comment.txt, 0, training images",
    "absolute.txt, 1, which is not in",
  })
  void listsOfImagesAreReadOrRefused(String list, int exit, String said, @TempDir Path copy)
      throws IOException {
    Path root = SharedPack.require("cases").resolve("list-dialects");
    copy(root.resolve("data"), copy);
    Files.copy(root.resolve(list), copy.resolve("train.txt"));
    Files.writeString(copy.resolve("val.txt"), "im05\n");
    Cli cli = Cli.run("data", "check", "--dataset", "folder", "--data", copy);
    assertThat(cli.err()).contains(said);
    assertThat(cli.exit()).isEqualTo(exit);
  }

  /** Masks hold 0, 1 and 2, which a shifted name would count for its neighbour. */
  @ParameterizedTest
  @CsvSource({
    "bracket.txt, 0, 2 b",
    "comment.txt, 0, 2 b",
    "dot.txt, 0, 2 b",
    "equals.txt, 0, 2 b",
    "nbsp.txt, 0, 2 b",
    "header.txt, 0, 2 b",
    "labelme.txt, 0, 2 b",
    "minus1.txt, 0, 2 b",
    "cvat_labelmap.txt, 1, which ciss data import reads",
    "void255.txt, 1, 255 is void",
  })
  void labelFilesAreReadOrRefused(String labels, int exit, String said, @TempDir Path copy)
      throws IOException {
    Path root = SharedPack.require("cases").resolve("label-file-dialects");
    copy(root.resolve("data"), copy);
    Files.copy(
        root.resolve(labels), copy.resolve("labels.txt"), StandardCopyOption.REPLACE_EXISTING);
    Cli cli = Cli.run("data", "stats", "--dataset", "folder", "--data", copy);
    String rows = cli.out().replaceAll(" +", " ");
    assertThat(exit == 0 ? rows : cli.err()).contains(said);
    assertThat(cli.exit()).isEqualTo(exit);
  }

  @ParameterizedTest
  @CsvSource({
    "evaluate-no-image, data, no_class_in_test, 2, none shows [a]",
    "evaluate-other-classes, trained_on, other_classes, 2, labels no class that the model knows",
    "evaluate-other-classes, trained_on, names_swapped, 0, ''",
  })
  void otherDataIsScoredByNameOrRefused(
      String name, String trained, String scored, int exit, String said, @TempDir Path folder) {
    Path root = SharedPack.require("cases").resolve(name);
    Path out = folder.resolve("out");
    assertThat(train(root.resolve(trained), out).exit()).isZero();
    Cli cli = Cli.run("evaluate", "--run", out, "--data", root.resolve(scored));
    assertThat(cli.err()).contains(said);
    assertThat(cli.exit()).isEqualTo(exit);
  }

  @Test
  void aReportFindsRoomForLongNames(@TempDir Path folder) {
    Path root = SharedPack.require("cases").resolve("report-long-class-name");
    Cli cli = train(root.resolve("data"), folder.resolve("out"));
    assertThat(cli.out()).contains("Report: ");
    assertThat(cli.exit()).isZero();
  }

  @Test
  void theLargestListOfTrainingImagesIsTakenAndNamed() {
    Path root = SharedPack.require("cases").resolve("voc-other-train-list");
    Path data = root.resolve("data");
    Cli cli = Cli.run("split", "--dataset", "voc", "--data", data, "--scenario", "15-1");
    assertThat(cli.err()).contains("4 training images (trainaug)");
  }

  @Test
  void weightsThatAreNotNumbersAreRefused(@TempDir Path folder) {
    Path weights = SharedPack.require("cases").resolve("nan-weights-hidden/nan.safetensors");
    Cli cli =
        Cli.run(
            List.of("train", "--dataset", "sample", "--scenario", "3-1", "--crop", 64),
            List.of("--weights", weights, "--partial-weights", "--out", folder.resolve("out")));
    assertThat(cli.err()).contains("backbone.conv1.weight");
    assertThat(cli.exit()).isEqualTo(2);
  }

  private static Cli train(Path data, Path out) {
    return Cli.run(
        List.of("train", "--dataset", "folder", "--data", data, "--scenario", "joint"),
        List.of("--method", "joint", "--backbone", "tiny", "--epochs", 1, "--crop", 32),
        List.of("--batch", 2, "--out", out));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
