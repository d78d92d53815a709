// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Batch;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.batch.BatchStream;
import org.ciss4j.data.batch.CandidateBatches;
import org.ciss4j.data.batch.Replay;
import org.ciss4j.data.batch.TrainingBatches;
import org.ciss4j.data.set.ReplayFolder;
import org.ciss4j.learn.StepData;
import org.ciss4j.scenario.Step;
import org.jspecify.annotations.Nullable;

/**
 * What steps of a run are learnt from: batches of their images, those kept back, and passes.
 *
 * @param images which images a step sees
 * @param listener told of passes
 */
record StepInput(Experiment experiment, StepImages images, RunListener listener) {

  /**
   * What a learner may look at besides the batches of its iterations.
   *
   * @param labelsOldClasses whether replayed images have labels of old classes
   */
  StepData data(Step step, TrainingBatches batches, boolean labelsOldClasses) {
    return new Data(step, batches, labelsOldClasses);
  }

  /** Shows all training images of a step once, each in a crop of its own. */
  private final class Data implements StepData {
    private final Step step;
    private final TrainingBatches batches;
    private final boolean labelsOldClasses;

    /** Batches of what is kept back; null until the first is asked for. */
    private @Nullable TrainingBatches back;

    Data(Step step, TrainingBatches batches, boolean labelsOldClasses) {
      this.step = step;
      this.batches = batches;
      this.labelsOldClasses = labelsOldClasses;
    }

    @Override
    public int batchesPerEpoch() {
      return batches.perEpoch();
    }

    @Override
    public int batchesOfAllImages() {
      return batches.withEveryImage().perEpoch();
    }

    @Override
    public boolean labelsOldClasses() {
      return labelsOldClasses;
    }

    @Override
    public void keptBack(long number, Consumer<Batch> look) {
      if (back == null) {
        List<String> ids = kept(step);
        if (ids.isEmpty()) {
          StepData.super.keptBack(number, look);
        }
        back =
            batches(
                experiment.dataset(),
                step,
                ids,
                Replay.none(),
                experiment.seeds(step).child("kept-back"));
      }
      try (BatchStream stream = back.stream(number, number + 1);
          Batch batch = stream.next()) {
        look.accept(batch);
      }
    }

    @Override
    public void pass(String purpose, Consumer<Batch> look) {
      List<String> ids = images.training(step);
      CandidateBatches once =
          new CandidateBatches(
              experiment.dataset(),
              ids,
              images.view(step),
              experiment.pipeline(),
              experiment.seeds(step).child(purpose + "/step" + step.index()),
              experiment.loading(experiment.training().batchSize()));
      int done = 0;
      try (BatchStream stream = once.stream()) {
        while (stream.hasNext()) {
          try (Batch batch = stream.next()) {
            look.accept(batch);
            done += batch.size();
            listener.on(new RunEvent.Gathered(step.index(), done, ids.size()));
          }
        }
      }
    }
  }

  /** Batches of the images of a step, what is replayed among them. */
  TrainingBatches batches(Step step, Replay replay) {
    List<String> shown = new ArrayList<>(images.training(step));
    shown.removeAll(Set.copyOf(kept(step)));
    TrainingBatches own =
        batches(experiment.dataset(), step, shown, replay, experiment.seeds(step));
    ReplayFolder folder = experiment.replayed();
    if (folder == null || step.isBase() || !experiment.method().replaysFolder()) {
      return own;
    }
    List<String> old = folder.ids(step.oldClasses());
    return own.inTurnWith(
        batches(folder, step, old, Replay.none(), experiment.seeds(step).child("replayed")));
  }

  private TrainingBatches batches(
      SegmentationDataset dataset, Step step, List<String> ids, Replay replay, Seeds root) {
    return new TrainingBatches(
        dataset,
        ids,
        replay,
        images.view(step),
        experiment.pipeline(dataset),
        root,
        experiment.loading(experiment.training().batchSize()));
  }

  /** The images of a step that are not learnt from, drawn by the seed of the run. */
  private List<String> kept(Step step) {
    List<String> ids = new ArrayList<>(images.training(step));
    Collections.shuffle(
        ids, experiment.seeds(step).child("kept-back/step" + step.index()).random());
    return ids.subList(0, keptBack(step));
  }

  private int keptBack(Step step) {
    double part = experiment.method().keptBack(step);
    int all = images.training(step).size();
    int count = (int) Math.round(part * all);
    if (part > 0 && (count < 2 || count > all - 2)) {
      throw CissException.usage(
          "%s keeps back a part of %s of each step's images, and two are needed on both sides; step"
              + " %d has %d images",
          experiment.method().name(), part, step.index(), all);
    }
    return count;
  }

  /** How many images of a step its batches are of. */
  int learntFrom(Step step) {
    return images.training(step).size() - keptBack(step);
  }

  /**
   * How many iterations a step will have.
   *
   * @param appended how many images of a memory are appended to those of the step
   */
  long expectedIterations(Step step, int appended) {
    int perEpoch =
        TrainingBatches.perEpoch(learntFrom(step) + appended, experiment.training().batchSize());
    return (long) experiment.method().epochs(step, experiment.training().epochs(step.isBase()))
        * perEpoch;
  }
}
