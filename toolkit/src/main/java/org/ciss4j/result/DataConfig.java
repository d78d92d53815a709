// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import org.jspecify.annotations.Nullable;

/**
 * Which images and labels.
 *
 * @param dataset name of the data set: {@code voc}, {@code sample}
 * @param folder its folder; null where it needs none
 * @param trainList name of the list of training images; null for the data set's own
 */
public record DataConfig(String dataset, @Nullable String folder, @Nullable String trainList) {

  /** A data set without a folder, with its own list of training images. */
  public static DataConfig of(String dataset) {
    return new DataConfig(dataset, null, null);
  }

  /** The same in this folder. */
  public DataConfig withFolder(@Nullable String other) {
    return new DataConfig(dataset, other, trainList);
  }

  /** The same with this list of training images. */
  public DataConfig withTrainList(String name) {
    return new DataConfig(dataset, folder, name);
  }
}
