// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.ciss4j.data.image.Pixels;
import org.ciss4j.scenario.LabelSpace;

/** Another data set, but for what a subclass says. */
public abstract class DatasetView implements SegmentationDataset {
  private final SegmentationDataset dataset;

  /** Of this data set. */
  protected DatasetView(SegmentationDataset dataset) {
    this.dataset = dataset;
  }

  /** What is seen. */
  public final SegmentationDataset behind() {
    return dataset;
  }

  @Override
  public String name() {
    return dataset.name();
  }

  @Override
  public LabelSpace labelSpace() {
    return dataset.labelSpace();
  }

  @Override
  public List<String> ids(Split split) {
    return dataset.ids(split);
  }

  @Override
  public LabeledImage read(String id) {
    return dataset.read(id);
  }

  @Override
  public Set<String> extras() {
    return dataset.extras();
  }

  @Override
  public byte[] extra(String name, String id, Pixels image) {
    return dataset.extra(name, id, image);
  }

  @Override
  public Set<Integer> classesIn(String id) {
    return dataset.classesIn(id);
  }

  @Override
  public void check(Split split, Progress progress) {
    dataset.check(split, progress);
  }

  @Override
  public long bytes(String id) {
    return dataset.bytes(id);
  }

  @Override
  public List<String> origin() {
    return dataset.origin();
  }

  @Override
  public List<Path> sources() {
    return dataset.sources();
  }

  @Override
  public List<String> remarks() {
    return dataset.remarks();
  }

  @Override
  public Inspection inspect(String id) {
    return dataset.inspect(id);
  }

  @Override
  public PartFindings findings(Split split, List<Inspection> images) {
    return dataset.findings(split, images);
  }

  @Override
  public String toString() {
    return dataset.toString();
  }
}
