// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.ciss4j.graph.SharedPack;
import org.junit.jupiter.api.Test;

/** Class splits and numbers of images that the official code and others have published. */
class OfficialScenariosTest {
  private static final LabelSpace VOC = LabelSpace.pascalVoc();
  private static final LabelSpace ADE =
      new LabelSpace("ade", IntStream.rangeClosed(0, 150).mapToObj(i -> "class " + i).toList());
  private static final String TRAIN = "voc2012_trainaug_image_classes.txt";
  private static final String TEST = "voc2012_val_image_classes.txt";

  private static final Map<String, List<Integer>> OVERLAPPED =
      Map.of(
          "19-1", List.of(10410, 548),
          "15-5", List.of(9568, 2145),
          "15-1", List.of(9568, 487, 299, 491, 500, 548),
          "10-1", List.of(6139, 528, 1177, 444, 482, 3898, 487, 299, 491, 500, 548),
          "5-3", List.of(2836, 2331, 1542, 2095, 4484, 1468),
          "10-10", List.of(6139, 6876),
          "10-5", List.of(6139, 5542, 2145),
          "5-1",
              List.of(
                  2836, 385, 1086, 1000, 1081, 264, 528, 1177, 444, 482, 3898, 487, 299, 491, 500,
                  548),
          "2-2", List.of(1072, 1151, 1039, 2080, 1345, 1701, 925, 4236, 790, 1048),
          "2-1",
              List.of(
                  1072, 698, 461, 654, 385, 1086, 1000, 1081, 264, 528, 1177, 444, 482, 3898, 487,
                  299, 491, 500, 548));

  private static final Map<String, List<Integer>> DISJOINT =
      Map.of(
          "19-1", List.of(10034, 548),
          "15-5", List.of(8437, 2145),
          "15-1", List.of(8437, 378, 299, 420, 500, 548),
          "10-1", List.of(3706, 188, 868, 227, 201, 3247, 378, 299, 420, 500, 548),
          "5-3", List.of(1753, 1517, 624, 1296, 3924, 1468),
          "10-10", List.of(3706, 6876),
          "10-5", List.of(3706, 4731, 2145));

  @Test
  void classSplitsAreOfficial() throws IOException {
    JsonNode official = official();
    official.get("voc").properties().forEach(e -> checkSplit(VOC, e.getKey(), e.getValue()));
    official.get("ade").properties().forEach(e -> checkSplit(ADE, e.getKey(), e.getValue()));
  }

  private static void checkSplit(LabelSpace space, String name, JsonNode scenario) {
    List<List<Integer>> steps =
        stream(scenario.get("steps")).map(OfficialScenariosTest::integers).toList();
    List<Integer> order = steps.stream().flatMap(List::stream).toList();
    String text = name.replaceAll("_.*", "");
    if (name.contains("_") && space.equals(VOC)) {
      String letter = name.substring(name.indexOf('_') + 1);
      assertThat(ClassOrders.pascalVoc()).as(name).containsEntry(letter, order);
    }
    assertThat(Scenario.parse(text, space, order))
        .as(name)
        .extracting(Step::newClasses)
        .isEqualTo(steps);
  }

  @Test
  void trainingImagesPerStepArePublished() throws IOException {
    List<Set<Integer>> images = images(TRAIN);
    OVERLAPPED.forEach((name, counts) -> assertTrains(name, Setting.OVERLAPPED, images, counts));
    for (Setting setting : List.of(Setting.DISJOINT, Setting.SEQUENTIAL)) {
      DISJOINT.forEach((name, counts) -> assertTrains(name, setting, images, counts));
    }
  }

  private static void assertTrains(
      String name, Setting setting, List<Set<Integer>> images, List<Integer> counts) {
    assertThat(count(name, setting, images, LabelView::selectsForTraining))
        .as(name + " " + setting.label())
        .isEqualTo(counts);
  }

  @Test
  void imagesPerStepAreOfficial() throws IOException {
    List<Set<Integer>> train = images(TRAIN);
    List<Set<Integer>> test = images(TEST);
    JsonNode voc = official().get("voc");
    voc.properties()
        .forEach(
            scenario ->
                scenario
                    .getValue()
                    .get("n_images")
                    .properties()
                    .forEach(
                        e ->
                            assertThat(countOfficial(scenario.getKey(), e.getKey(), train, test))
                                .as(scenario.getKey() + " " + e.getKey())
                                .isEqualTo(integers(e.getValue()))));
  }

  /** What the official code calls val are test images that show a new class, in both settings. */
  private static List<Integer> countOfficial(
      String name, String list, List<Set<Integer>> train, List<Set<Integer>> test) {
    return switch (list) {
      case "overlap_train" -> count(name, Setting.OVERLAPPED, train, LabelView::selectsForTraining);
      case "disjoint_train" -> count(name, Setting.DISJOINT, train, LabelView::selectsForTraining);
      case "overlap_val", "disjoint_val" ->
          count(name, Setting.OVERLAPPED, test, LabelView::selectsForTraining);
      case "overlap_test", "disjoint_test" ->
          count(name, Setting.DISJOINT, test, LabelView::selectsForTest);
      default -> throw new AssertionError(list);
    };
  }

  private static List<Integer> count(
      String name,
      Setting setting,
      List<Set<Integer>> images,
      BiPredicate<LabelView, Set<Integer>> selects) {
    Scenario scenario = Scenario.parse(name, VOC);
    return scenario.steps().stream()
        .map(step -> StepRules.of(setting).view(scenario, step))
        .map(view -> (int) images.stream().filter(image -> selects.test(view, image)).count())
        .toList();
  }

  private static List<Set<Integer>> images(String file) throws IOException {
    try (var lines = Files.lines(SharedPack.require("data/lists/" + file))) {
      return lines.map(OfficialScenariosTest::classes).toList();
    }
  }

  private static Set<Integer> classes(String line) {
    return Arrays.stream(line.split(" ")).skip(1).map(Integer::valueOf).collect(Collectors.toSet());
  }

  private static JsonNode official() throws IOException {
    return new ObjectMapper().readTree(SharedPack.require("golden/scenarios.json").toFile());
  }

  private static List<Integer> integers(JsonNode array) {
    return stream(array).map(JsonNode::asInt).toList();
  }

  private static Stream<JsonNode> stream(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }
}
