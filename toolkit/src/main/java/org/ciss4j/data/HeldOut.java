// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;

/**
 * Chooses training images to keep from training and to score with instead of test images, as for
 * the search of hyper-parameters: DKD's paper holds out 20 % of each step's training images.
 *
 * <p>An image is held out of all steps that it belongs to, or of none. The choice aims at the same
 * fraction of every step's images and of every class's images: starting from nothing, images change
 * sides, in an order drawn from the split seed, as long as that lowers the sum of the squared
 * distances from the wanted numbers; then once more, with the distances of steps counting more. For
 * PASCAL VOC that ends with the whole number of images next to the fraction of every step, and
 * within four images of that of every class. Neither the order of the data set nor the machine
 * matters.
 */
public final class HeldOut {
  /** How much more the distance of a step counts than that of a class in the second round. */
  private static final int STEP_WEIGHT = 100;

  private final List<String> ids;
  private final int steps;

  /** For each image the numbers of its groups: steps, then classes. */
  private final int[][] groupsOf;

  /** For each group how many images are held out beyond what is wanted. */
  private final double[] excess;

  private final boolean[] out;

  private HeldOut(ImageIndex index, Scenario scenario, StepRules rules, double fraction) {
    this.ids = new ArrayList<>(index.ids(Split.TRAIN).stream().sorted().toList());
    Collections.shuffle(ids, new Seeds(rules.splitSeed()).child("held-out").random());
    this.steps = scenario.stepCount();
    this.groupsOf =
        ids.stream().map(id -> groups(index, scenario, rules, id)).toArray(int[][]::new);
    this.out = new boolean[ids.size()];
    this.excess = new double[scenario.stepCount() + scenario.classOrder().size()];
    for (int[] groups : groupsOf) {
      Arrays.stream(groups).forEach(group -> excess[group] -= fraction);
    }
  }

  /**
   * The images to hold out.
   *
   * @param fraction of the images that some step trains on; 0 for none
   * @throws CissException of kind usage if the fraction is not at least 0 and below 1
   */
  public static Set<String> choose(
      ImageIndex index, Scenario scenario, StepRules rules, double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw CissException.usage(
          "the fraction of images held out must be at least 0 and below 1, not %s", fraction);
    }
    return fraction == 0 ? Set.of() : new HeldOut(index, scenario, rules, fraction).chosen();
  }

  private static int[] groups(ImageIndex index, Scenario scenario, StepRules rules, String id) {
    Set<Integer> classes = index.classesIn(id);
    IntStream steps =
        scenario.steps().stream()
            .filter(step -> rules.selectsForTraining(scenario, step, id, classes))
            .mapToInt(Step::index);
    IntStream shown =
        IntStream.range(0, scenario.classOrder().size())
            .filter(i -> classes.contains(scenario.classOrder().get(i)))
            .map(i -> scenario.stepCount() + i);
    int[] groups = IntStream.concat(steps, shown).toArray();
    boolean unused = groups.length == 0 || groups[0] >= scenario.stepCount();
    return unused ? new int[0] : groups;
  }

  private Set<String> chosen() {
    settle(1);
    settle(STEP_WEIGHT);
    Set<String> chosen = new HashSet<>();
    IntStream.range(0, out.length).filter(i -> out[i]).forEach(i -> chosen.add(ids.get(i)));
    return Set.copyOf(chosen);
  }

  /** Lets images change sides until no change is for the better. */
  private void settle(int stepWeight) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < out.length; i++) {
        if (gain(groupsOf[i], out[i] ? -1 : 1, stepWeight) > 1e-9) {
          change(i);
          changed = true;
        }
      }
    }
  }

  /** By how much the sum of squares falls if these groups hold out one image more or less. */
  private double gain(int[] groups, int more, int stepWeight) {
    double gain = 0;
    for (int group : groups) {
      int weight = group < steps ? stepWeight : 1;
      gain -= weight * (2 * more * excess[group] + 1);
    }
    return gain;
  }

  private void change(int image) {
    int more = out[image] ? -1 : 1;
    out[image] = !out[image];
    for (int group : groupsOf[image]) {
      excess[group] += more;
    }
  }
}
