// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;

/**
 * Which images of a data set the steps of a scenario use. All lists are in the order of the data
 * set.
 *
 * @param index the images
 * @param scenario the steps
 * @param rules what a step sees
 * @param heldOut training images that are kept from training, as {@link HeldOut} chooses them;
 *     empty for none
 */
public record StepImages(
    ImageIndex index, Scenario scenario, StepRules rules, Set<String> heldOut) {

  /** Copies the set. */
  public StepImages {
    heldOut = Set.copyOf(heldOut);
  }

  /** With no image held out. */
  public StepImages(ImageIndex index, Scenario scenario, StepRules rules) {
    this(index, scenario, rules, Set.of());
  }

  /** How a step sees labels. */
  public LabelView view(Step step) {
    return rules.view(scenario, step);
  }

  /** The images that a step trains on; reads no test label. */
  public List<String> training(Step step) {
    return index.ids(Split.TRAIN).stream()
        .filter(id -> !heldOut.contains(id) && belongs(id, step))
        .toList();
  }

  /**
   * The classes that a training image was labelled with in this step and in all earlier steps that
   * it belongs to, as data set ids. In the overlapped setting these are all seen classes that it
   * shows, in the others those of the one step it belongs to; in no setting is there a class that
   * no step showed in this image.
   */
  public Set<Integer> labelledClasses(String id, Step step) {
    Set<Integer> labelled = new LinkedHashSet<>();
    scenario.steps().subList(0, step.index() + 1).stream()
        .filter(earlier -> belongs(id, earlier))
        .forEach(earlier -> labelled.addAll(view(earlier).labelledClasses()));
    return labelled;
  }

  /** The images that are held out of a step; reads no test label. */
  public List<String> heldOut(Step step) {
    return index.ids(Split.TRAIN).stream()
        .filter(id -> heldOut.contains(id) && belongs(id, step))
        .toList();
  }

  /**
   * The images that are held out of a step or an earlier one, to score with after this step; reads
   * no test label.
   */
  public List<String> heldOutSoFar(Step step) {
    List<Step> steps = scenario.steps().subList(0, step.index() + 1);
    return index.ids(Split.TRAIN).stream()
        .filter(heldOut::contains)
        .filter(id -> steps.stream().anyMatch(earlier -> belongs(id, earlier)))
        .toList();
  }

  /** The test images that are scored after a step. */
  public List<String> test(Step step) {
    LabelView view = view(step);
    return index.ids(Split.TEST).stream()
        .filter(id -> view.selectsForTest(index.classesIn(id)))
        .toList();
  }

  private boolean belongs(String id, Step step) {
    return rules.selectsForTraining(scenario, step, id, index.classesIn(id));
  }
}
