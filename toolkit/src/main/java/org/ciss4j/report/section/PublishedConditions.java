// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ciss4j.report.page.Format;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.Training;

/** How the published scores came about, and in what a run differs. */
final class PublishedConditions {
  /** In words, for both data sets. */
  static final String WHAT =
      "Published scores are of a ResNet-101 at output stride 16 from ImageNet weights. DKD's are"
          + " means of 5 runs with crops of 512 pixels, batches of 32 images and 60 epochs a step"
          + " on PASCAL VOC (10,582 training images with those of SBD, 1,449 test images), of 24"
          + " images and 100 epochs on ADE20K (20,210 and 2,000 images), scored on centre crops of"
          + " 512 pixels. \"DKD's code\" is one published checkpoint.";

  private static final String BACKBONE = "resnet101";
  private static final int OUTPUT_STRIDE = 16;
  private static final int CROP = 512;

  /** Images of the first step by data set, scenario and setting, from the official lists. */
  private static final Map<String, Integer> BASE_IMAGES =
      Map.of(
          "voc 19-1 overlapped", 10410,
          "voc 15-5 overlapped", 9568,
          "voc 15-1 overlapped", 9568,
          "voc 10-1 overlapped", 6139,
          "voc 5-3 overlapped", 2836,
          "voc 19-1 disjoint", 10034,
          "voc 15-5 disjoint", 8437,
          "voc 15-1 disjoint", 8437);

  private record Conditions(int epochs, int batch, int testImages) {
    static Conditions of(String dataset) {
      return dataset.equals("ade") ? new Conditions(100, 24, 2000) : new Conditions(60, 32, 1449);
    }
  }

  private PublishedConditions() {}

  /** What is otherwise in a run, in words; empty if nothing is. */
  static List<String> differences(Run run, Comparison comparison) {
    RunConfig config = run.config();
    Conditions published = Conditions.of(config.data().dataset());
    List<String> found = new ArrayList<>();
    addModel(found, config);
    addImages(found, run, comparison, published);
    addTraining(found, config.training(), published);
    addEvaluation(found, config.evaluation());
    if (!config.scenario().classOrder().isEmpty()) {
      found.add("another class order");
    }
    if (!comparison.isWhole(run)) {
      found.add(
          Format.text("%d of %d steps are done", run.steps().size(), comparison.stepsOf(run)));
    }
    return found;
  }

  private static void addModel(List<String> found, RunConfig config) {
    if (!config.model().backbone().equals(BACKBONE)) {
      found.add("backbone " + config.model().backbone());
    }
    if (config.model().outputStride() != OUTPUT_STRIDE) {
      found.add("output stride " + config.model().outputStride());
    }
    if (config.model().weights() == null) {
      found.add("random instead of ImageNet weights");
    }
    if (config.model().freezeBn()) {
      found.add("normalisation frozen in the first step");
    }
  }

  private static void addImages(
      List<String> found, Run run, Comparison comparison, Conditions published) {
    RunConfig config = run.config();
    String key =
        String.join(
            " ",
            config.data().dataset(),
            comparison.scenario().name(),
            config.scenario().setting().label());
    int base = run.steps().get(0).trainImages();
    Integer official = BASE_IMAGES.get(key);
    if (official != null && official != base && !comparison.isJoint(run)) {
      found.add(Format.text("%,d instead of %,d training images in step 0", base, official));
    }
    StepResult last = run.last();
    if (config.evaluation().onHeldOut()) {
      found.add("scored on held-out training images");
    } else if (last.testImages() != published.testImages()) {
      found.add(
          Format.text("%,d instead of %,d test images", last.testImages(), published.testImages()));
    }
  }

  private static void addTraining(List<String> found, Training training, Conditions published) {
    add(found, "crop", training.crop(), CROP);
    add(found, "batch size", training.batchSize(), published.batch());
    add(found, "epochs", training.epochs(), published.epochs());
  }

  private static void add(List<String> found, String what, int value, int published) {
    if (value != published) {
      found.add(Format.text("%s %d instead of %d", what, value, published));
    }
  }

  private static void addEvaluation(List<String> found, EvaluationConfig evaluation) {
    if (evaluation.region() == EvaluationConfig.Region.FULL) {
      found.add("whole images scored");
    }
    if (!evaluation.protocol().backgroundInBase()) {
      found.add("background in no mean");
    }
  }
}
