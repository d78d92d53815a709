// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.data.Inspection;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.data.SegmentationDataset;
import org.ciss4j.data.Split;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.scenario.LabelSpace;

/** Images of several data sets, each of which is seen under the classes of all. */
abstract class JoinedDataset implements SegmentationDataset {
  private final LabelSpace labelSpace;

  /** Under these classes. */
  JoinedDataset(LabelSpace labelSpace) {
    this.labelSpace = labelSpace;
  }

  /**
   * The data set that an image is of.
   *
   * @throws CissException if it is of none
   */
  abstract RecodedDataset partOf(String id);

  /** The data sets that have images of a part. */
  abstract Stream<RecodedDataset> parts(Split split);

  @Override
  public LabelSpace labelSpace() {
    return labelSpace;
  }

  @Override
  public LabeledImage read(String id) {
    return partOf(id).read(id);
  }

  /** What all offer that are trained on. */
  @Override
  public Set<String> extras() {
    return parts(Split.TRAIN)
        .map(SegmentationDataset::extras)
        .reduce(JoinedDataset::common)
        .orElse(Set.of());
  }

  private static Set<String> common(Set<String> some, Set<String> others) {
    Set<String> both = new HashSet<>(some);
    both.retainAll(others);
    return both;
  }

  @Override
  public byte[] extra(String name, String id, Pixels image) {
    return partOf(id).extra(name, id, image);
  }

  @Override
  public Set<Integer> classesIn(String id) {
    return partOf(id).classesIn(id);
  }

  @Override
  public long bytes(String id) {
    return partOf(id).bytes(id);
  }

  @Override
  public Inspection inspect(String id) {
    return partOf(id).inspect(id);
  }
}
