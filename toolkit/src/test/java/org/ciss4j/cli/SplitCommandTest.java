// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
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
}
