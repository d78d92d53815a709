// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.data.VocFiles;
import org.ciss4j.graph.SharedPack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitCommandTest {
  @TempDir Path folder;

  private static JsonNode json(Path data, Object... more) throws JsonProcessingException {
    Object[] always = {"split", "--quiet", "--json", "--dataset", "voc", "--data", data};
    Cli cli =
        Cli.run(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(always), java.util.stream.Stream.of(more))
                .toArray());
    assertThat(cli.err()).isEmpty();
    assertThat(cli.exit()).isZero();
    return new ObjectMapper().readTree(cli.out());
  }

  private static List<Integer> numbers(JsonNode root, String name) {
    return root.get("steps").findValues(name).stream().map(JsonNode::asInt).toList();
  }

  @Test
  void jsonHasClassesAndCounts() throws JsonProcessingException {
    JsonNode root = json(VocFiles.sound(folder).root, "--scenario", "15-5");
    assertThat(root.get("scenario").asText()).isEqualTo("15-5");
    assertThat(root.get("setting").asText()).isEqualTo("overlapped");
    assertThat(numbers(root, "step")).containsExactly(0, 1);
    assertThat(numbers(root, "trainImages")).containsExactly(2, 1);
    assertThat(numbers(root, "testImages")).containsExactly(1, 1);
    JsonNode last = root.get("steps").get(1);
    assertThat(last.get("newClasses").toString()).isEqualTo("[16,17,18,19,20]");
    assertThat(last.get("newClassNames").get(0).asText()).isEqualTo("pottedplant");
  }

  @Test
  void settingAndOrderCount() throws JsonProcessingException {
    VocFiles files = VocFiles.sound(folder).image("a", 1, 16);
    assertThat(numbers(json(files.root, "--scenario", "15-5"), "trainImages"))
        .containsExactly(2, 2);
    assertThat(
            numbers(json(files.root, "--scenario", "15-5", "--setting", "disjoint"), "trainImages"))
        .containsExactly(1, 2);
    String reversed = "20,19,18,17,16,15,14,13,12,11,10,9,8,7,6,5,4,3,2,1";
    assertThat(
            numbers(
                json(files.root, "--scenario", "19-1", "--class-order", reversed), "trainImages"))
        .containsExactly(2, 2);
  }

  @Test
  void tableNamesTheClasses() {
    Cli cli = Cli.run("split", "--scenario", "2-1");
    assertThat(cli.out().lines())
        .hasSize(5)
        .contains("2-1 overlapped")
        .anyMatch(line -> line.matches(" +0 +\\d+ +\\d+  1 disc, 2 square"));
    assertThat(cli.exit()).isZero();
  }

  @Test
  @Tag("dataset")
  void countsOfRealData() throws JsonProcessingException {
    JsonNode root = json(SharedPack.require("data/voc-mini"), "--scenario", "15-5");
    assertThat(numbers(root, "trainImages")).containsExactly(3097, 538);
    assertThat(numbers(root, "testImages")).containsExactly(586, 669);
  }

  private static Cli lists(Path folder, Object... more) {
    Path train = write(folder.resolve("train_classes.txt"), "a 1\nb 1 16\nc 16\nd 2 20\ne\n");
    Path test = write(folder.resolve("test_classes.txt"), "x 1\ny 16\n");
    Object[] always = {"split", "--quiet", "--class-list", train};
    return Cli.run(
        Stream.of(Stream.of(always), Stream.of("--test-class-list", test), Stream.of(more))
            .flatMap(words -> words)
            .toArray());
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void classListsNeedNoImages() throws JsonProcessingException {
    JsonNode root =
        new ObjectMapper().readTree(lists(folder, "--scenario", "15-5", "--json").out());
    assertThat(numbers(root, "trainImages")).containsExactly(3, 3);
    assertThat(numbers(root, "testImages")).containsExactly(1, 2);
    assertThat(root.findValues("trainSha256").get(0).asText())
        .as("sha256sum of the lines a, b, d")
        .isEqualTo("a7cec798b109a7fe236d030b752ac46ec53d51836ae02a317479954fc94a40ed");
    JsonNode disjoint =
        new ObjectMapper()
            .readTree(lists(folder, "--scenario", "15-5", "--json", "--setting", "disjoint").out());
    assertThat(numbers(disjoint, "trainImages")).containsExactly(1, 3);
  }

  @Test
  void writesTheListsOfTheOfficialCode() throws IOException {
    Path out = folder.resolve("lists");
    assertThat(lists(folder, "--scenario", "15-5", "--out", out).exit()).isZero();
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly(
              "overlap_15-5.json",
              "overlap_15-5_test_00.npy",
              "overlap_15-5_test_00.txt",
              "overlap_15-5_test_01.npy",
              "overlap_15-5_test_01.txt",
              "overlap_15-5_train_00.npy",
              "overlap_15-5_train_00.txt",
              "overlap_15-5_train_01.npy",
              "overlap_15-5_train_01.txt");
    }
    assertThat(out.resolve("overlap_15-5_train_00.txt")).hasContent("a\nb\nd\n");
    byte[] positions = Files.readAllBytes(out.resolve("overlap_15-5_train_01.npy"));
    assertThat(positions).hasSize(128 + 3 * 8);
    assertThat(new int[] {positions[128], positions[136], positions[144]}).containsExactly(1, 2, 3);
    assertThat(new ObjectMapper().readTree(out.resolve("overlap_15-5.json").toFile()))
        .isEqualTo(
            new ObjectMapper().readTree(lists(folder, "--scenario", "15-5", "--json").out()));
  }

  @Test
  void listsOfHeldOutImagesDoNotOutliveThem() {
    Path out = folder.resolve("lists");
    Path heldOut = out.resolve("overlap_15-5_heldout_00.txt");
    lists(folder, "--scenario", "15-5", "--out", out, "--held-out", "0.4");
    assertThat(heldOut).isNotEmptyFile();
    lists(folder, "--scenario", "15-5", "--out", out);
    assertThat(heldOut).doesNotExist();
    assertThat(out.resolve("overlap_15-5_train_00.txt")).hasContent("a\nb\nd\n");
  }

  @Test
  void manyClassesAreShortenedInTheTableAndNotInJson() throws JsonProcessingException {
    assertThat(lists(folder, "--scenario", "15-5").out().lines())
        .anyMatch(line -> line.endsWith("  1 aeroplane, 2 bicycle, ... 15 person (15)"));
    JsonNode root =
        new ObjectMapper().readTree(lists(folder, "--scenario", "15-5", "--json").out());
    assertThat(root.at("/steps/0/newClassNames")).hasSize(15);
  }

  @Test
  void heldOutImagesAreShown() {
    Cli cli = Cli.run("split", "--scenario", "2-1", "--held-out", "0.2");
    assertThat(cli.out().lines())
        .contains("step   train held-out    test  new classes")
        .anyMatch(line -> line.matches(" +0 +\\d+ +\\d+ +\\d+  1 disc, 2 square"));
  }

  @Test
  void someClassesInSomeOrder() {
    Cli cli = lists(folder, "--scenario", "1-1", "--classes", "aeroplane,tvmonitor");
    assertThat(cli.out().lines())
        .containsExactly(
            "1-1 overlapped",
            "step   train    test  new classes",
            "   0       2       1  1 aeroplane",
            "   1       1       1  20 tvmonitor");
    assertThat(lists(folder, "--scenario", "15-5s", "--class-order", "b").out())
        .startsWith("15-1 overlapped")
        .contains("  17 sheep")
        .endsWith("10 cow" + System.lineSeparator());
  }

  private static Cli ssul(String dataset, Object... more) {
    Path lists = SharedPack.require("data/odd/ssul-lists/datasets/data").resolve(dataset);
    Object[] always = {
      "split", "--dataset", dataset, "--class-list", lists.resolve("train_cls.txt"), "--json"
    };
    return Cli.run(Stream.concat(Stream.of(always), Stream.of(more)).toArray());
  }

  @Test
  @Tag("dataset")
  void listsOfSsulGiveThePublishedCounts() throws JsonProcessingException {
    Cli voc = ssul("voc", "--scenario", "15-1", "--zero-based");
    assertThat(numbers(new ObjectMapper().readTree(voc.out()), "trainImages"))
        .containsExactly(9568, 487, 299, 491, 500, 548);
    assertThat(voc.err()).contains("lists of 10582 training and 0 test images", "counted from 0");
    Cli ade = ssul("ade", "--scenario", "100-50", "--zero-based");
    assertThat(numbers(new ObjectMapper().readTree(ade.out()), "trainImages").get(0))
        .isEqualTo(20192);
    for (String dataset : List.of("voc", "ade")) {
      Cli refused = ssul(dataset, "--scenario", dataset.equals("voc") ? "15-1" : "100-50");
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).contains("say --zero-based");
    }
  }

  @Test
  void optionsOfListsNeedAList() {
    Cli cli = Cli.run("split", "--scenario", "2-1", "--zero-based");
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("--zero-based is of class lists", "--class-list");
  }

  @Test
  void stepsWithoutAnImageAreSaid() {
    Path list = write(folder.resolve("few.txt"), "a 1\nb 20\n");
    Cli cli = Cli.run("split", "--class-list", list, "--scenario", "15-1");
    assertThat(cli.exit()).isZero();
    assertThat(cli.err()).contains("step 1 has no training image: none shows 16 pottedplant");
  }

  @Test
  void listsThatWereReadAreNotOverwritten() throws IOException {
    Path list = write(folder.resolve("overlap_15-5_train_00.txt"), "a 1\nb 20\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    for (Path out : List.of(folder, link)) {
      Cli cli = Cli.run("split", "--class-list", list, "--scenario", "15-5", "--out", out);
      assertThat(cli.exit()).isEqualTo(2);
      assertThat(cli.err()).contains("itself, which is read; name another with --out");
      assertThat(list).hasContent("a 1\nb 20\n");
    }
  }

  @Test
  void optionsOfFilesAreNotOfLists() {
    Path list = write(folder.resolve("few.txt"), "a 1\nb 20\n");
    for (String option :
        List.of("--train-list=x", "--exif=apply", "--data=x", "--unknown-classes=void")) {
      Cli cli = Cli.run("split", "--class-list", list, "--scenario", "15-5", option);
      assertThat(cli.exit()).isEqualTo(2);
      assertThat(cli.err()).contains("takes the place of " + option.split("=", 2)[0]);
    }
  }
}
