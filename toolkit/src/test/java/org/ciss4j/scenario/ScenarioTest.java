// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {
  private static final LabelSpace VOC = LabelSpace.pascalVoc();

  @Test
  void fifteenOneHasSixSteps() {
    Scenario scenario = Scenario.parse("15-1", VOC);

    assertThat(scenario.stepCount()).isEqualTo(6);
    assertThat(scenario.stepSizes()).containsExactly(15, 1, 1, 1, 1, 1);
    assertThat(scenario.baseClasses()).isEqualTo(range(1, 15));
    assertThat(scenario.novelClasses()).containsExactly(16, 17, 18, 19, 20);
    assertThat(scenario.get(2))
        .isEqualTo(new Step(2, range(1, 16), List.of(17), List.of(18, 19, 20)));
    assertThat(scenario.get(2).seenClasses()).isEqualTo(range(1, 17));
    assertThat(scenario)
        .extracting(Step::isBase)
        .containsExactly(true, false, false, false, false, false);
  }

  @Test
  void everyPairPartitionsTheClassesOrSaysWhy() {
    for (int classes = 1; classes <= 30; classes++) {
      LabelSpace space = space(classes);
      for (int base = 0; base <= classes + 2; base++) {
        for (int increment = 0; increment <= classes + 2; increment++) {
          checkPair(space, classes, base, increment);
        }
      }
    }
  }

  private static void checkPair(LabelSpace space, int classes, int base, int increment) {
    String text = base + "-" + increment;
    boolean fits = base > 0 && increment > 0 && base < classes && (classes - base) % increment == 0;
    if (fits) {
      checkPartition(Scenario.parse(text, space), base, increment);
    } else {
      assertThatThrownBy(() -> Scenario.parse(text, space)).isInstanceOf(CissException.class);
    }
  }

  private static void checkPartition(Scenario scenario, int base, int increment) {
    List<Integer> met = new ArrayList<>();
    for (Step step : scenario) {
      assertThat(step.newClasses()).hasSize(step.isBase() ? base : increment);
      assertThat(step.oldClasses()).isEqualTo(met);
      met.addAll(step.newClasses());
      assertThat(step.seenClasses()).isEqualTo(met);
      List<Integer> all = new ArrayList<>(met);
      all.addAll(step.futureClasses());
      assertThat(all).isEqualTo(scenario.classOrder());
    }
    assertThat(met).isEqualTo(scenario.classOrder());
  }

  @Test
  void suggestionsParse() {
    Pattern suggestion = Pattern.compile("\\d+-\\d+(?= or |$)");
    for (int increment = 1; increment <= 30; increment++) {
      for (int base = 1; base < 20; base++) {
        String text = base + "-" + increment;
        try {
          Scenario.parse(text, VOC);
        } catch (CissException e) {
          Matcher matcher = suggestion.matcher(e.getMessage());
          assertThat(matcher.find()).as(e.getMessage()).isTrue();
          do {
            assertThat(Scenario.parse(matcher.group(), VOC).name()).isEqualTo(matcher.group());
          } while (matcher.find());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
15-2   | scenario 15-2 leaves 1 class over: 20 - 15 is not a multiple of 2; use 15-1 or 15-5
10-4   | scenario 10-4 leaves 2 classes over: 20 - 10 is not a multiple of 4; use 10-2 or 10-5
15-7   | scenario 15-7 leaves 5 classes over: 20 - 15 is not a multiple of 7; use 15-5
0-1    | scenario 0-1 has a step without classes; both numbers must be at least 1
15-0   | scenario 15-0 has a step without classes; both numbers must be at least 1
""")
  void saysWhatDoesNotFit(String text, String message) {
    assertUsage(() -> Scenario.parse(text, VOC), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20-1", "21-1", "100-10"})
  void baseMustLeaveClasses(String text) {
    assertUsage(
        () -> Scenario.parse(text, VOC),
        "scenario "
            + text
            + " leaves no class for later steps: voc has 20 classes; use a smaller base, or joint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "15",
        "15-",
        "-1",
        "15--1",
        "-15-1",
        "15-1-1",
        "1e1-1",
        "voc",
        "15-4s",
        "99999999999-1",
        "١٥-١",
        "15-1\n0"
      })
  void saysWhatAScenarioLooksLike(String text) {
    assertUsage(
        () -> Scenario.parse(text, VOC),
        "scenario \""
            + text.replace('\n', ' ')
            + "\" is not two whole numbers base-increment such as 15-1, nor joint");
  }

  @Test
  void stepsMayHaveAnySizes() {
    Scenario scenario = Scenario.parse("10+5+3+2", VOC);
    assertThat(scenario.stepSizes()).containsExactly(10, 5, 3, 2);
    assertThat(scenario.name()).isEqualTo("10+5+3+2");
    assertThat(Scenario.nameOf(scenario.stepSizes())).isEqualTo("10+5+3+2");
    assertThat(Scenario.parse(Scenario.nameOf(List.of(20)), VOC).stepSizes()).containsExactly(20);
    assertUsage(
        () -> Scenario.parse("10+5", VOC),
        "scenario 10+5 has steps of [10, 5] classes; each must be at least 1 and all together 20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"15-1", " 15-1\n", "015-01"})
  void nameIsCanonical(String text) {
    assertThat(Scenario.parse(text, VOC)).isEqualTo(Scenario.parse("15-1", VOC));
    assertThat(Scenario.parse(text, VOC).name()).isEqualTo("15-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"joint", "JOINT", " Joint "})
  void jointIsOneStep(String text) {
    Scenario joint = Scenario.parse(text, VOC);

    assertThat(joint.steps()).containsExactly(new Step(0, List.of(), range(1, 20), List.of()));
    assertThat(joint.novelClasses()).isEmpty();
    assertThat(Scenario.parse("15-1", VOC).joint()).isEqualTo(joint);
  }

  @Test
  void stepsFollowTheClassOrder() {
    List<Integer> reversed = new ArrayList<>(range(1, 20));
    Collections.reverse(reversed);
    Scenario scenario = Scenario.parse("15-5", VOC, reversed);
    reversed.clear();

    assertThat(scenario.get(1).newClasses()).containsExactly(5, 4, 3, 2, 1);
    assertThat(scenario.joint().classOrder()).isEqualTo(scenario.classOrder());
  }

  @Test
  void orderMustHoldEveryClassOnce() {
    assertOrder("holds 3 twice", 1, 2, 3, 3);
    assertOrder("holds 0", 0, 1, 2, 3);
    assertOrder("holds 255", 1, 2, 3, 255);
    assertOrder("holds 5", 1, 2, 3, 5);
    assertOrder("holds -1", 1, 2, 3, -1);
    assertOrder("lacks 4", 1, 2, 3);
    assertOrder("lacks 1, 2, 3, 4");
  }

  @Test
  void someClassesAloneMayBeLearnt() {
    List<Integer> chosen = List.of(15, 12, 8, 3);
    Scenario scenario = Scenario.parse("2-1", VOC, chosen, chosen);
    assertThat(scenario.stepSizes()).containsExactly(2, 1, 1);
    assertThat(scenario.get(2).seenClasses()).isEqualTo(chosen);
    assertUsage(
        () -> Scenario.parse("2-1", VOC, chosen, List.of(15, 12, 8, 4)),
        "class order lacks 3; give each of the ids 1 to 20 of voc once");
    assertUsage(
        () -> Scenario.parse("2-1", VOC, chosen, List.of(15, 12, 8, 3, 4)),
        "class order holds 4, which the scenario leaves out; order the classes 15, 12, 8, 3");
  }

  @Test
  void namesOfOtherPapersAreUnderstood() {
    assertThat(Scenario.parse("15-5s", VOC)).isEqualTo(Scenario.parse("15-1", VOC));
    assertThat(Scenario.parse("10", VOC)).isEqualTo(Scenario.parse("10-10", VOC));
    assertThatThrownBy(() -> Scenario.parse("15-4s", VOC)).isInstanceOf(CissException.class);
  }

  @Test
  void twentyOneClassesOfMsrc() {
    LabelSpace msrc = space(21);
    assertThat(Scenario.parse("20-1", msrc).stepSizes()).containsExactly(20, 1);
    assertThat(Scenario.parse("16-5", msrc).stepSizes()).containsExactly(16, 5);
    assertThat(Scenario.parse("11-5", msrc).stepSizes()).containsExactly(11, 5, 5);
    assertThat(Scenario.parse("16-1", msrc).stepSizes()).containsExactly(16, 1, 1, 1, 1, 1);
  }

  private static void assertOrder(String what, Integer... order) {
    assertUsage(
        () -> Scenario.parse("2-1", space(4), List.of(order)),
        "class order " + what + "; give each of the ids 1 to 4 of toy once");
  }

  @Test
  void sizesMustAddUp() {
    for (List<Integer> sizes :
        List.of(List.<Integer>of(), List.of(3), List.of(2, 3), List.of(4, 0), List.of(5, -1))) {
      assertUsage(
          () -> new Scenario("odd", space(4), range(1, 4), sizes),
          "scenario odd has steps of "
              + sizes
              + " classes; each must be at least 1 and all together 4");
    }
    assertThat(new Scenario("uneven", space(4), range(1, 4), List.of(1, 3)).get(1).newClasses())
        .containsExactly(2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 6})
  void thereIsNoOtherStep(int t) {
    assertUsage(
        () -> Scenario.parse("15-1", VOC).get(t),
        "scenario 15-1 has steps 0 to 5; there is no step " + t);
  }

  @Test
  void printsATableOfSteps() {
    assertThat(Scenario.parse("15-5", VOC))
        .hasToString(
            """
            15-5 on voc: 20 classes, 2 steps
            step  new  seen  classes
               0   15    15  1 aeroplane, 2 bicycle, ... 15 person (15)
               1    5    20  16 pottedplant, 17 sheep, 18 sofa, 19 train, 20 tvmonitor\
            """);
    assertThat(Scenario.parse("joint", VOC).toString())
        .startsWith("joint on voc: 20 classes, 1 step\n");
  }

  private static void assertUsage(Runnable action, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOf(CissException.class)
        .hasMessage(message)
        .extracting(e -> ((CissException) e).kind())
        .isEqualTo(CissException.Kind.USAGE);
  }

  private static LabelSpace space(int classes) {
    return new LabelSpace("toy", IntStream.rangeClosed(0, classes).mapToObj(i -> "c" + i).toList());
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }
}
