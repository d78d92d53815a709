// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.scenario;

import java.util.List;
import java.util.Set;
import org.ciss4j.common.Seeds;

/**
 * What the steps of a scenario see of a data set.
 *
 * @param setting which images, and which of their pixels are labelled
 * @param voidPixels what training makes of void
 * @param splitSeed decides what is drawn about images: the class of an image in the partitioned
 *     setting, and which images are held out. It is not the seed of a run, so that runs of several
 *     seeds share their images
 */
public record StepRules(Setting setting, VoidPixels voidPixels, long splitSeed) {

  /** A setting with void as background and split seed 0. */
  public static StepRules of(Setting setting) {
    return new StepRules(setting, VoidPixels.BACKGROUND, 0);
  }

  /** How a step sees labels under these rules. */
  public LabelView view(Scenario scenario, Step step) {
    return new LabelView(scenario, step, setting, voidPixels);
  }

  /**
   * Whether a training image belongs to a step.
   *
   * @param id name of the image
   * @param classesInImage data set ids that occur in its label
   */
  public boolean selectsForTraining(
      Scenario scenario, Step step, String id, Set<Integer> classesInImage) {
    Set<Integer> counted =
        setting == Setting.PARTITIONED ? drawn(scenario, id, classesInImage) : classesInImage;
    return view(scenario, step).selectsForTraining(counted);
  }

  /** One of the scenario's classes in an image; none if it shows none. */
  private Set<Integer> drawn(Scenario scenario, String id, Set<Integer> classesInImage) {
    List<Integer> classes =
        scenario.classOrder().stream().filter(classesInImage::contains).sorted().toList();
    if (classes.isEmpty()) {
      return Set.of();
    }
    Seeds seeds = new Seeds(splitSeed).child("partition/" + id);
    return Set.of(classes.get(seeds.random().nextInt(classes.size())));
  }
}
