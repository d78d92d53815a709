// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.set.SampleDataset;
import org.ciss4j.graph.SharedPack;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.ciss4j.scenario.VoidPixels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeldOutTest {
  private static final ImageIndex SAMPLE = new SampleDataset();
  private static final Scenario SCENARIO = Scenario.parse("2-1", SAMPLE.labelSpace());
  private static final StepRules RULES = StepRules.of(Setting.OVERLAPPED);

  @Test
  void aFractionOfEveryStepAndClass() {
    assertFractions(SAMPLE, SCENARIO, RULES);
  }

  /** The images of PASCAL VOC, of which only the classes are needed. */
  @ParameterizedTest
  @CsvSource({
    "15-1, overlapped",
    "15-1, disjoint",
    "15-1, partitioned",
    "10-1, overlapped",
    "15-5, overlapped",
    "2-2, disjoint",
    "5-3, overlapped",
    "5-3, sequential"
  })
  void aFractionOfEveryStepAndClassOfVoc(String name, String setting) {
    Path lists = SharedPack.require("data/lists");
    ClassLists voc =
        ClassLists.read(
            LabelSpace.pascalVoc(), lists.resolve("voc2012_trainaug_image_classes.txt"), null);
    assertFractions(
        voc, Scenario.parse(name, voc.labelSpace()), StepRules.of(Setting.parse(setting)));
  }

  private static void assertFractions(ImageIndex index, Scenario scenario, StepRules rules) {
    Set<String> heldOut = HeldOut.choose(index, scenario, rules, 0.2);
    StepImages images = new StepImages(index, scenario, rules, heldOut);
    for (Step step : scenario) {
      int out = images.heldOut(step).size();
      double wanted = 0.2 * (images.training(step).size() + out);
      assertThat(out - wanted)
          .as("step %d: %d of %s", step.index(), out, wanted)
          .isBetween(-0.5, 0.5);
    }
    for (int id : scenario.classOrder()) {
      List<String> all =
          index.ids(Split.TRAIN).stream().filter(i -> index.classesIn(i).contains(id)).toList();
      long out = all.stream().filter(heldOut::contains).count();
      assertThat(out - 0.2 * all.size())
          .as("class %d: %d of %d", id, out, all.size())
          .isBetween(-4.0, 4.0);
    }
  }

  @Test
  void followsTheSplitSeedAlone() {
    Set<String> zero = HeldOut.choose(SAMPLE, SCENARIO, RULES, 0.2);
    assertThat(HeldOut.choose(new SampleDataset(), SCENARIO, RULES, 0.2)).isEqualTo(zero);
    StepRules one = new StepRules(Setting.OVERLAPPED, VoidPixels.BACKGROUND, 1);
    assertThat(HeldOut.choose(SAMPLE, SCENARIO, one, 0.2)).isNotEqualTo(zero);
    assertThat(zero.stream().sorted().limit(3))
        .as("the same on every machine")
        .containsExactly("train_102", "train_104", "train_107");
  }

  @Test
  void noneIsHeldOutUnlessWanted() {
    assertThat(HeldOut.choose(SAMPLE, SCENARIO, RULES, 0)).isEmpty();
    assertThatThrownBy(() -> HeldOut.choose(SAMPLE, SCENARIO, RULES, 1))
        .isInstanceOf(CissException.class)
        .hasMessage("the fraction of images held out must be at least 0 and below 1, not 1.0");
  }
}
