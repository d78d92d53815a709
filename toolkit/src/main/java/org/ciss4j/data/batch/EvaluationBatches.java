// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Normalization;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.StepImages;
import org.ciss4j.scenario.LabelView;

/**
 * Batches to score with, in the order of the list, the last one perhaps smaller. Labels are in
 * channel space and show all seen classes ({@link LabelView#evaluationTable}).
 */
public final class EvaluationBatches {
  private final List<Sample> samples;
  private final Loading loading;
  private final BatchMaker maker;

  /**
   * Batches of these images.
   *
   * @param ids images to score, as {@link StepImages#test} finds them
   * @param futureLabel what future classes count as: 0 background, 255 left out
   * @param crop {@link Crop#center}, or {@link Crop#none} with batch size 1 where images differ in
   *     size
   */
  public EvaluationBatches(
      SegmentationDataset dataset,
      List<String> ids,
      LabelView view,
      int futureLabel,
      Crop crop,
      Loading loading) {
    this(dataset, ids, view, futureLabel, crop, loading, Long.MAX_VALUE);
  }

  /**
   * The same of images that have at most so many pixels.
   *
   * @throws CissException of kind usage, when it is read, if one has more
   */
  public EvaluationBatches(
      SegmentationDataset dataset,
      List<String> ids,
      LabelView view,
      int futureLabel,
      Crop crop,
      Loading loading,
      long mostPixels) {
    byte[] labelTable = view.evaluationTable(futureLabel);
    this.samples = ids.stream().map(id -> new Sample(id, 0, labelTable)).toList();
    this.loading = loading;
    this.maker =
        new BatchMaker(dataset, ImagePipeline.of(crop), Normalization.IMAGENET, mostPixels);
  }

  /** The number of batches. */
  public int count() {
    return (samples.size() + loading.batchSize() - 1) / loading.batchSize();
  }

  /** All batches from the first to the last. */
  public BatchStream stream() {
    return maker.inOrder(samples, loading);
  }
}
