// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.List;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.Normalization;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.scenario.LabelView;

/**
 * All training images of a step once, in the order of the list, to choose a memory from. Labels are
 * those of training ({@link LabelView#trainingTable()}).
 */
public final class CandidateBatches {
  private final List<Sample> samples;
  private final Loading loading;
  private final BatchMaker maker;

  /**
   * Batches of these images.
   *
   * @param seeds of the crops, one for each image by its name
   */
  public CandidateBatches(
      SegmentationDataset dataset,
      List<String> ids,
      LabelView view,
      ImagePipeline pipeline,
      Seeds seeds,
      Loading loading) {
    byte[] labelTable = view.trainingTable();
    this.samples =
        ids.stream().map(id -> new Sample(id, seeds.child(id).value(), labelTable)).toList();
    this.loading = loading;
    this.maker = new BatchMaker(dataset, pipeline, Normalization.IMAGENET);
  }

  /** All batches from the first to the last, which may be smaller. */
  public BatchStream stream() {
    return maker.inOrder(samples, loading);
  }
}
