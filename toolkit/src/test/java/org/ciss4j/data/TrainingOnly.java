// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** A data set that fails as soon as a test image, or the label of one, is asked for. */
public final class TrainingOnly extends DatasetView {
  /** Of this data set. */
  public TrainingOnly(SegmentationDataset dataset) {
    super(dataset);
  }

  private void guard(String id) {
    assertThat(ids(Split.TRAIN)).as("a test image was opened").contains(id);
  }

  @Override
  public Set<Integer> classesIn(String id) {
    guard(id);
    return super.classesIn(id);
  }

  @Override
  public LabeledImage read(String id) {
    guard(id);
    return super.read(id);
  }

  @Override
  public Inspection inspect(String id) {
    guard(id);
    return super.inspect(id);
  }

  @Override
  public void check(Split split, Progress progress) {
    assertThat(split).as("test files were checked").isEqualTo(Split.TRAIN);
    super.check(split, progress);
  }
}
