// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ciss4j.scenario.CissException;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Seeds;

/**
 * The training batches of one step: iteration i is batch {@code i % perEpoch()} of epoch {@code i /
 * perEpoch()}.
 *
 * <p>Every epoch has its own order (seed {@code shuffle/step<t>/epoch<e>}) and every image its own
 * crop ({@code augment/step<t>/epoch<e>/<id>}), so that a batch depends on nothing but the root
 * seed and its number: threads do not matter, and a run goes on in mid-epoch where it stopped.
 * Images that do not fill a last batch are left out of an epoch, as in the official code; but a
 * step with fewer images than one batch has one smaller batch of them all, where the official code
 * would not train. Labels are in channel space and show new classes only ({@link
 * LabelView#trainingTable}).
 */
public final class TrainingBatches {
  private final List<String> ids;
  private final String step;
  private final Seeds seeds;
  private final Loading loading;
  private final int batchSize;
  private final BatchMaker maker;

  /**
   * Batches of these images.
   *
   * @param ids training images of the step, as {@link StepImages#training} finds them
   * @param pipeline crop and colours
   * @param seeds the root of the run
   * @throws CissException if there is no image, or one is not of the training part
   */
  public TrainingBatches(
      SegmentationDataset dataset,
      List<String> ids,
      LabelView view,
      ImagePipeline pipeline,
      Seeds seeds,
      Loading loading) {
    this.ids = List.copyOf(ids);
    this.step = "step" + view.step().index();
    this.seeds = seeds;
    this.loading = loading;
    this.batchSize = Math.min(loading.batchSize(), ids.size());
    this.maker = new BatchMaker(dataset, pipeline, view.trainingTable(), Normalization.IMAGENET);
    requireTrainingImages(dataset, view);
  }

  /** As the other constructor, with colours as they are. */
  public TrainingBatches(
      SegmentationDataset dataset,
      List<String> ids,
      LabelView view,
      Crop crop,
      Seeds seeds,
      Loading loading) {
    this(dataset, ids, view, ImagePipeline.of(crop), seeds, loading);
  }

  private void requireTrainingImages(SegmentationDataset dataset, LabelView view) {
    if (ids.isEmpty()) {
      throw CissException.usage(
          "step %d of %s has no training image in %s; use another scenario, setting or training"
              + " list",
          view.step().index(), view.scenario().name(), dataset.name());
    }
    Set<String> training = new HashSet<>(dataset.ids(Split.TRAIN));
    ids.stream()
        .filter(id -> !training.contains(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw CissException.usage(
                  "%s is no training image of %s; it must not be trained on", id, dataset.name());
            });
  }

  /** The number of iterations in an epoch; at least 1. */
  public int perEpoch() {
    return ids.size() / batchSize;
  }

  /** The images of an iteration, in the order of its batch. */
  public List<String> idsAt(long iteration) {
    List<String> order = new ArrayList<>(ids);
    Collections.shuffle(
        order, seeds.child("shuffle/" + step + "/epoch" + epochOf(iteration)).random());
    int start = (int) (iteration % perEpoch()) * batchSize;
    return List.copyOf(order.subList(start, start + batchSize));
  }

  private long epochOf(long iteration) {
    return iteration / perEpoch();
  }

  /**
   * The batches of some iterations, over the ends of epochs.
   *
   * @param start the first iteration; 0 for a new step
   * @param end the iteration after the last; {@code epochs * perEpoch()} for a whole step
   */
  public BatchStream stream(long start, long end) {
    return new BatchStream(start, end, loading, this::make);
  }

  private Batch make(long iteration) {
    Seeds augment = seeds.child("augment/" + step + "/epoch" + epochOf(iteration));
    return maker.make(idsAt(iteration), id -> augment.child(id).value());
  }
}
