// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.file.Path;
import java.util.List;
import org.ciss4j.scenario.CissException;
import org.jspecify.annotations.Nullable;

/** The data sets by name: what the command line and run directories speak. */
public final class Datasets {
  private static final String VOC = "voc";
  private static final String SAMPLE = "sample";

  private Datasets() {}

  /** Names of all data sets. */
  public static List<String> names() {
    return List.of(VOC, SAMPLE);
  }

  /**
   * Opens a data set.
   *
   * @param data its folder; null where it needs none
   * @param trainList name of the list of training images; null for the data set's own
   * @throws CissException of kind usage if there is no such data set, or a folder is missing or too
   *     much
   */
  public static SegmentationDataset open(
      String name, @Nullable Path data, @Nullable String trainList) {
    return switch (name) {
      case VOC -> voc(data, trainList);
      case SAMPLE -> sample(data, trainList);
      default ->
          throw CissException.usage(
              "there is no data set '%s'; use one of %s", name, String.join(", ", names()));
    };
  }

  private static SegmentationDataset voc(@Nullable Path data, @Nullable String trainList) {
    if (data == null) {
      throw CissException.usage(
          "data set voc needs its folder; name the one that holds VOCdevkit/VOC2012 with --data");
    }
    VocDataset.Options options = VocDataset.Options.standard();
    return VocDataset.open(data, trainList == null ? options : options.withTrainList(trainList));
  }

  private static SegmentationDataset sample(@Nullable Path data, @Nullable String trainList) {
    if (data != null || trainList != null) {
      throw CissException.usage(
          "data set sample is drawn, not read; leave --data and --train-list out");
    }
    return new SampleDataset();
  }
}
