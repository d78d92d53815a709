// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import org.ciss4j.data.ImageIndex;
import org.ciss4j.data.Split;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.TrainingOnly;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Joint;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.scenario.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training and scoring on held-out images, as a search of hyper-parameters does. */
class HeldOutRunTest {
  @TempDir Path folder;

  @Test
  void testFilesAreNotOpened() {
    Experiment plain = SmallRun.experiment(FineTuning.standard(), 3);
    Experiment guarded =
        new Experiment(
            new TrainingOnly(plain.dataset()),
            plain.scenario(),
            plain.rules(),
            plain.method(),
            plain.model(),
            plain.training(),
            plain.evaluation().withHeldOut(0.25),
            plain.seed());
    Path run = folder.resolve("run");
    RunResult result = SmallRun.train(guarded, run, new ArrayList<>());
    StepImages images = guarded.images();
    for (StepResult step : result.steps()) {
      Step of = guarded.scenario().get(step.step());
      assertThat(step.trainImages()).isEqualTo(images.training(of).size());
      assertThat(step.testImages()).isEqualTo(images.heldOutSoFar(of).size()).isPositive();
    }
    assertThat(result.config().evaluation().heldOut()).isEqualTo(0.25);
    StepResult again = new Scoring(RunListener.none()).of(guarded, RunDirectory.open(run), 1);
    assertThat(again.scores()).isEqualTo(result.last().scores());
  }

  @Test
  void heldOutImagesAreTheSameForAllMethods() {
    ImageIndex index = SmallRun.DATASET;
    Experiment tuned = SmallRun.experiment(FineTuning.standard(), 3);
    Experiment joint = SmallRun.experiment(Joint.standard(), 8);
    assertThat(heldOut(joint)).isEqualTo(heldOut(tuned)).isNotEmpty();
    assertThat(index.ids(Split.TRAIN)).containsAll(heldOut(joint));
  }

  private static Set<String> heldOut(Experiment experiment) {
    return new Experiment(
            experiment.dataset(),
            experiment.scenario(),
            experiment.rules(),
            experiment.method(),
            experiment.model(),
            experiment.training(),
            experiment.evaluation().withHeldOut(0.2),
            experiment.seed())
        .images()
        .heldOut();
  }
}
