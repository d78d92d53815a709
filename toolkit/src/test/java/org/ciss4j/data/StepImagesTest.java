// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.ciss4j.scenario.ClassOrders;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.ciss4j.scenario.VoidPixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for any data set: random ones, random scenarios, every setting. */
class StepImagesTest {
  private static final int ROUNDS = 40;

  /** A random scenario over some classes of a random data set. */
  private static StepImages random(int round, Setting setting) {
    Random random = new Random(round);
    RandomIndex index = new RandomIndex(round, 2 + random.nextInt(9), 50 + random.nextInt(150));
    List<Integer> all = ClassOrders.random(index.labelSpace().foreground(), round);
    List<Integer> classes = all.subList(0, 2 + random.nextInt(all.size() - 1));
    List<Integer> sizes = new ArrayList<>();
    for (int left = classes.size(); left > 0; left -= sizes.get(sizes.size() - 1)) {
      sizes.add(1 + random.nextInt(left));
    }
    Scenario scenario = new Scenario("random", index.labelSpace(), classes, sizes);
    StepRules rules =
        new StepRules(setting, round % 2 == 0 ? VoidPixels.BACKGROUND : VoidPixels.IGNORED, round);
    double fraction = round % 3 == 0 ? 0 : 0.2;
    return new StepImages(index, scenario, rules, HeldOut.choose(index, scenario, rules, fraction));
  }

  @ParameterizedTest
  @EnumSource
  void classesArePartitionedOverTheSteps(Setting setting) {
    for (int round = 0; round < ROUNDS; round++) {
      Scenario scenario = random(round, setting).scenario();
      List<Integer> learnt =
          scenario.steps().stream().flatMap(step -> step.newClasses().stream()).toList();
      assertThat(learnt).isEqualTo(scenario.classOrder()).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource
  void noImageLeaks(Setting setting) {
    for (int round = 0; round < ROUNDS; round++) {
      StepImages images = random(round, setting);
      Set<String> earlier = new HashSet<>();
      for (Step step : images.scenario()) {
        List<String> training = images.training(step);
        assertThat(images.index().ids(Split.TRAIN))
            .filteredOn(training::contains)
            .as("in the order of the data set")
            .isEqualTo(training);
        for (String id : training) {
          assertThat(images.index().classesIn(id))
              .containsAnyElementsOf(
                  setting == Setting.LABELLED ? step.seenClasses() : step.newClasses());
        }
        if (setting != Setting.OVERLAPPED && setting != Setting.LABELLED) {
          assertThat(training).noneMatch(earlier::contains);
        }
        if (setting == Setting.DISJOINT || setting == Setting.SEQUENTIAL) {
          for (String id : training) {
            assertThat(images.index().classesIn(id)).noneMatch(step.futureClasses()::contains);
          }
        }
        assertThat(images.heldOut()).noneMatch(training::contains);
        earlier.addAll(training);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void noLabelLeaks(Setting setting) {
    for (int round = 0; round < ROUNDS; round++) {
      StepImages images = random(round, setting);
      for (Step step : images.scenario()) {
        LabelView view = images.view(step);
        Set<Integer> allowed = new HashSet<>(step.newClasses());
        if (setting == Setting.SEQUENTIAL || setting == Setting.LABELLED) {
          allowed.addAll(step.oldClasses());
        }
        byte[] training = view.trainingTable();
        byte[] evaluation = view.evaluationTable(0);
        for (int id = 1; id < 255; id++) {
          assertThat(training[id] != 0).isEqualTo(allowed.contains(id));
          assertThat(evaluation[id] != 0).isEqualTo(step.seenClasses().contains(id));
        }
      }
    }
  }

  /** Every image with a class is used by the settings in which no image may be lost. */
  @ParameterizedTest
  @EnumSource
  void noImageIsLost(Setting setting) {
    for (int round = 0; round < ROUNDS; round++) {
      StepImages images = random(round, setting);
      Set<String> used = new HashSet<>(images.heldOut());
      images.scenario().forEach(step -> used.addAll(images.training(step)));
      assertThat(images.index().ids(Split.TRAIN))
          .filteredOn(id -> shows(images, id))
          .containsExactlyInAnyOrderElementsOf(used);
    }
  }

  private static boolean shows(StepImages images, String id) {
    return images.scenario().classOrder().stream().anyMatch(images.index().classesIn(id)::contains);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedIsTheSameSplit(Setting setting) {
    for (int round = 0; round < ROUNDS; round++) {
      StepImages one = random(round, setting);
      StepImages other = random(round, setting);
      assertThat(one.heldOut()).isEqualTo(other.heldOut());
      for (Step step : one.scenario()) {
        assertThat(one.training(step)).isEqualTo(other.training(step));
        assertThat(one.test(step)).isEqualTo(other.test(step));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void heldOutImagesAreThoseOfTheStepsSoFar(Setting setting) {
    for (int round = 1; round < ROUNDS; round += 3) {
      StepImages images = random(round, setting);
      Set<String> soFar = new HashSet<>();
      for (Step step : images.scenario()) {
        soFar.addAll(images.heldOut(step));
        assertThat(images.heldOutSoFar(step))
            .doesNotHaveDuplicates()
            .containsExactlyInAnyOrderElementsOf(soFar);
      }
      assertThat(soFar).isEqualTo(images.heldOut());
    }
  }

  @Test
  void testImagesGrowAndShowASeenClass() {
    for (int round = 0; round < ROUNDS; round++) {
      StepImages images = random(round, Setting.OVERLAPPED);
      List<String> before = List.of();
      for (Step step : images.scenario()) {
        List<String> test = images.test(step);
        assertThat(test).containsAll(before);
        for (String id : test) {
          assertThat(images.index().classesIn(id)).containsAnyElementsOf(step.seenClasses());
        }
        before = test;
      }
    }
  }

  /** Of 3000 images with classes 1 to 3 each class gets about a third, whatever else is there. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void partitionedDrawsUniformly(long seed) {
    ImageIndex index = new RandomIndex(0, 3, 3000, Set.of(1, 2, 3));
    Scenario scenario = Scenario.parse("1-1", index.labelSpace());
    StepImages images =
        new StepImages(
            index, scenario, new StepRules(Setting.PARTITIONED, VoidPixels.BACKGROUND, seed));
    for (Step step : scenario) {
      assertThat(images.training(step)).hasSizeBetween(900, 1100);
    }
  }

  @Test
  void anotherSplitSeedIsAnotherPartition() {
    ImageIndex index = new RandomIndex(0, 3, 100, Set.of(1, 2, 3));
    Scenario scenario = Scenario.parse("1-1", index.labelSpace());
    List<List<String>> parts =
        IntStream.range(0, 2)
            .mapToObj(seed -> new StepRules(Setting.PARTITIONED, VoidPixels.IGNORED, seed))
            .map(rules -> new StepImages(index, scenario, rules).training(scenario.get(0)))
            .toList();
    assertThat(parts.get(0)).isNotEqualTo(parts.get(1));
  }

  /** Images with random classes and no pixels. */
  private static final class RandomIndex implements ImageIndex {
    private final LabelSpace labelSpace;
    private final List<Set<Integer>> classes = new ArrayList<>();

    RandomIndex(long seed, int count, int images) {
      labelSpace = space(count);
      Random random = new Random(seed);
      for (int i = 0; i < 2 * images; i++) {
        Set<Integer> shown = new HashSet<>();
        int tries = random.nextInt(4);
        for (int k = 0; k < tries; k++) {
          shown.add(1 + (int) (count * Math.pow(random.nextDouble(), 2)));
        }
        classes.add(shown);
      }
    }

    RandomIndex(long seed, int count, int images, Set<Integer> always) {
      this(seed, count, images);
      classes.replaceAll(shown -> always);
    }

    private static LabelSpace space(int count) {
      return new LabelSpace(
          "random", IntStream.rangeClosed(0, count).mapToObj(i -> "class " + i).toList());
    }

    @Override
    public String name() {
      return "random";
    }

    @Override
    public LabelSpace labelSpace() {
      return labelSpace;
    }

    @Override
    public List<String> ids(Split split) {
      int half = classes.size() / 2;
      int first = split == Split.TRAIN ? 0 : half;
      return IntStream.range(first, first + half).mapToObj(i -> "image_" + i).toList();
    }

    @Override
    public Set<Integer> classesIn(String id) {
      return classes.get(Integer.parseInt(id.substring(6)));
    }
  }
}
