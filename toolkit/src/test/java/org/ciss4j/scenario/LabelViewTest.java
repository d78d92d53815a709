// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.graph.Golden;
import org.junit.jupiter.api.Test;

class LabelViewTest {
  private static final LabelSpace SPACE =
      new LabelSpace("toy", List.of("background", "a", "b", "c", "d"));

  /** Classes 3 and 1, then 4, then 2; the view is that of the step of 4. */
  private static final Scenario SCENARIO = Scenario.parse("2-1", SPACE, List.of(3, 1, 4, 2));

  private static final LabelView VIEW = view(Setting.OVERLAPPED, VoidPixels.IGNORED);

  private static LabelView view(Setting setting, VoidPixels voidPixels) {
    return new LabelView(SCENARIO, SCENARIO.get(1), setting, voidPixels);
  }

  @Test
  void channelsFollowTheClassOrder() {
    assertThat(IntStream.range(0, 5).map(VIEW::channelOf)).containsExactly(0, 2, 4, 1, 3);
    assertThat(IntStream.range(0, 5).map(VIEW::classAt)).containsExactly(0, 3, 1, 4, 2);
    assertThat(VIEW.channelOf(255)).isEqualTo(255);
    assertThat(VIEW.classAt(255)).isEqualTo(255);
  }

  @Test
  void trainingKnowsNewClassesOnly() {
    assertTable(VIEW.trainingTable(), 0, 0, 0, 0, 3);
    assertThat(IntStream.range(5, 255).map(i -> VIEW.trainingTable()[i])).containsOnly(0);
  }

  @Test
  void sequentialKnowsOldClassesToo() {
    assertTable(view(Setting.SEQUENTIAL, VoidPixels.IGNORED).trainingTable(), 0, 2, 0, 1, 3);
    for (Setting setting : List.of(Setting.DISJOINT, Setting.PARTITIONED)) {
      assertTable(view(setting, VoidPixels.IGNORED).trainingTable(), 0, 0, 0, 0, 3);
    }
  }

  @Test
  void voidMayBeBackground() {
    byte[] table = view(Setting.OVERLAPPED, VoidPixels.BACKGROUND).trainingTable();
    assertThat(table[255]).isZero();
    assertThat(table[4]).isEqualTo((byte) 3);
    assertThat(new LabelView(SCENARIO, SCENARIO.get(1)).trainingTable()).isEqualTo(table);
    assertThat(view(Setting.OVERLAPPED, VoidPixels.BACKGROUND).evaluationTable(0)[255])
        .as("scores never count void")
        .isEqualTo((byte) 255);
  }

  /** Of four classes 3 and 1 are learnt; 2 and 4 are background. */
  @Test
  void classesLeftOutAreBackground() {
    Scenario some = Scenario.parse("1-1", SPACE, List.of(1, 3), List.of(3, 1));
    LabelView first = StepRules.of(Setting.DISJOINT).view(some, some.get(0));
    assertThat(IntStream.range(0, 5).map(id -> first.trainingTable()[id]))
        .containsExactly(0, 0, 0, 1, 0);
    assertThat(IntStream.range(0, 5).map(id -> first.evaluationTable(255)[id] & 0xff))
        .containsExactly(0, 255, 0, 1, 0);
    assertThat(first.selectsForTraining(Set.of(3, 2, 4))).isTrue();
    assertThat(first.selectsForTraining(Set.of(3, 1))).isFalse();
    assertThat(first.selectsForTraining(Set.of(2, 4))).isFalse();
    assertThat(first.selectsForTest(Set.of(2, 4))).isFalse();
    assertUsage(() -> first.channelOf(2), "toy has no class 2; its classes are [1, 3]");
  }

  /** Of four classes 3 and 1 are learnt; 2 and 4 are no background, as there is none. */
  @Test
  void classesLeftOutAreNotScoredWithoutBackground() {
    LabelSpace space = LabelSpace.withoutBackground("city", List.of("a", "b", "c", "d"));
    Scenario some = Scenario.parse("1-1", space, List.of(1, 3), List.of(3, 1));
    StepRules rules = StepRules.of(Setting.OVERLAPPED);
    assertTable(rules.view(some, some.get(0)).evaluationTable(255), 0, 255, 255, 1, 255);
    assertTable(rules.view(some, some.get(1)).evaluationTable(255), 0, 2, 255, 1, 255);
    assertThat(IntStream.range(0, 5).map(id -> rules.view(some, some.get(0)).trainingTable()[id]))
        .as("in training, pixels of no class of the step")
        .containsExactly(0, 0, 0, 1, 0);
  }

  @Test
  void evaluationKnowsSeenClasses() {
    assertTable(VIEW.evaluationTable(0), 0, 2, 0, 1, 3);
    assertTable(VIEW.evaluationTable(255), 0, 2, 255, 1, 3);
  }

  private static void assertTable(byte[] table, int... channels) {
    assertThat(table).hasSize(256);
    assertThat(IntStream.range(0, 5).map(i -> table[i] & 0xff)).containsExactly(boxed(channels));
    assertThat(table[255] & 0xff).isEqualTo(255);
  }

  private static Integer[] boxed(int[] values) {
    return Arrays.stream(values).boxed().toArray(Integer[]::new);
  }

  @Test
  void noOtherLabelReachesTraining() {
    List<Integer> order = new ArrayList<>(LabelSpace.pascalVoc().foreground());
    Collections.shuffle(order, new Seeds(1).child("order").random());
    Scenario scenario = Scenario.parse("5-3", LabelSpace.pascalVoc(), order);
    int firstChannel = 1;
    for (Step step : scenario) {
      byte[] table =
          new LabelView(scenario, step, Setting.OVERLAPPED, VoidPixels.IGNORED).trainingTable();
      int end = firstChannel + step.newClasses().size();
      Set<Integer> expected =
          IntStream.range(firstChannel, end).boxed().collect(Collectors.toSet());
      expected.addAll(Set.of(0, 255));
      assertThat(values(table)).isEqualTo(expected);
      firstChannel = end;
    }
  }

  private static Set<Integer> values(byte[] table) {
    return IntStream.range(0, 256).mapToObj(i -> table[i] & 0xff).collect(Collectors.toSet());
  }

  @Test
  void disjointRefusesFutureClasses() {
    assertSelected(Set.of(4), true, true);
    assertSelected(Set.of(0, 255, 4, 3), true, true);
    assertSelected(Set.of(4, 2), true, false);
    assertSelected(Set.of(3), false, false);
    assertSelected(Set.of(0, 255), false, false);
    assertSelected(Set.of(), false, false);
  }

  private static void assertSelected(Set<Integer> image, boolean overlapped, boolean disjoint) {
    assertThat(view(Setting.OVERLAPPED, VoidPixels.IGNORED).selectsForTraining(image))
        .isEqualTo(overlapped);
    assertThat(view(Setting.DISJOINT, VoidPixels.IGNORED).selectsForTraining(image))
        .isEqualTo(disjoint);
  }

  @Test
  void testImagesShowASeenClass() {
    assertThat(VIEW.selectsForTest(Set.of(3, 2))).isTrue();
    assertThat(VIEW.selectsForTest(Set.of(4))).isTrue();
    assertThat(VIEW.selectsForTest(Set.of(0, 2, 255))).isFalse();
  }

  @Test
  void selectionAndMaskingAreOfficial() {
    for (Golden golden : Golden.cases("masking_selection")) {
      Scenario scenario = scenario(golden.meta().get("tasks"));
      for (Step step : scenario) {
        checkStep(golden, scenario, step);
      }
    }
  }

  private static Scenario scenario(JsonNode tasks) {
    List<Integer> order = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (JsonNode task : tasks) {
      task.forEach(id -> order.add(id.asInt()));
      sizes.add(task.size());
    }
    List<String> names = IntStream.rangeClosed(0, order.size()).mapToObj(i -> "c" + i).toList();
    return new Scenario("golden", new LabelSpace("golden", names), order, sizes);
  }

  /** Labels keep 255 there and its losses take it for a negative; ours leave it out. */
  private static void checkStep(Golden golden, Scenario scenario, Step step) {
    LabelView view = new LabelView(scenario, step, Setting.DISJOINT, VoidPixels.IGNORED);
    byte[] evaluation = view.evaluationTable(golden.integer("masking_value"));
    checkMasks(golden, view, "train", view.trainingTable());
    checkMasks(golden, view, "val", view.trainingTable());
    checkMasks(golden, view, "test", evaluation);
    for (Setting setting : List.of(Setting.DISJOINT, Setting.OVERLAPPED)) {
      for (String split : List.of("train", "val", "test")) {
        checkSelection(golden, scenario, step, setting, split);
      }
    }
  }

  private static void checkMasks(Golden golden, LabelView view, String split, byte[] table) {
    int[] masked = Arrays.stream(golden.ints("label")).map(id -> table[id] & 0xff).toArray();
    String array = "masked_step" + view.step().index() + "_" + split;
    assertThat(masked).as(golden + " " + array).isEqualTo(golden.ints(array));
  }

  private static void checkSelection(
      Golden golden, Scenario scenario, Step step, Setting setting, String split) {
    String settingName = setting == Setting.OVERLAPPED ? "overlap" : "disjoint";
    // The official val selection is that of overlapped training in both settings.
    Setting rule = split.equals("val") ? Setting.OVERLAPPED : setting;
    LabelView view = StepRules.of(rule).view(scenario, step);
    String key = settingName + "_step" + view.step().index() + "_" + split;
    List<Integer> expected = new ArrayList<>();
    golden.meta().get("selected").get(key).forEach(index -> expected.add(index.asInt()));
    int images = (int) golden.shape("label")[0];
    assertThat(IntStream.range(0, images).filter(i -> selects(view, labels(golden, i), split)))
        .as(golden + " " + key)
        .containsExactlyElementsOf(expected);
  }

  private static boolean selects(LabelView view, Set<Integer> image, String split) {
    return split.equals("test") ? view.selectsForTest(image) : view.selectsForTraining(image);
  }

  private static Set<Integer> labels(Golden golden, int image) {
    int[] labels = golden.ints("label");
    int pixels = labels.length / (int) golden.shape("label")[0];
    return Arrays.stream(labels, image * pixels, (image + 1) * pixels)
        .boxed()
        .collect(Collectors.toSet());
  }

  @Test
  void saysWhatIsNotThere() {
    assertUsage(() -> VIEW.channelOf(5), "toy has no class 5; its classes are 1 to 4");
    assertUsage(() -> VIEW.channelOf(-1), "toy has no class -1; its classes are 1 to 4");
    assertUsage(() -> VIEW.classAt(5), "there is no channel 5; channels of classes are 1 to 4");
    assertUsage(() -> VIEW.classAt(-1), "there is no channel -1; channels of classes are 1 to 4");
    assertUsage(
        () -> VIEW.evaluationTable(7),
        "future classes are scored as 0 (background) or 255 (left out), not as 7");
    assertUsage(
        () -> new LabelView(SCENARIO, SCENARIO.joint().get(0)),
        "step 0 is not of scenario 2-1; take it from the scenario");
  }

  private static void assertUsage(Runnable action, String message) {
    assertThatThrownBy(action::run).isInstanceOf(CissException.class).hasMessage(message);
  }
}
