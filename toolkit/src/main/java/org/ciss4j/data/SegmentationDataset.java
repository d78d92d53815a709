// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.ciss4j.common.CissException;
import org.ciss4j.data.image.Pixels;

/**
 * Images with a class for every pixel, in a training and a test part that share no id.
 * Implementations may be used by several threads at once.
 */
public interface SegmentationDataset extends ImageIndex {

  /**
   * Reads one image and its label at full size.
   *
   * @throws CissException if there is no such id, or a file of it is missing or broken
   */
  LabeledImage read(String id);

  /** Names of the maps that there are of every training image beside its label. */
  default Set<String> extras() {
    return Set.of();
  }

  /**
   * A map of an image, for methods that {@linkplain ExtraMaps ask for it}.
   *
   * @param name one of {@link #extras}
   * @param image the pixels that {@link #read} gives
   * @return unsigned bytes {@code [height, width]}
   * @throws CissException if there is no such map, or it is broken
   */
  default byte[] extra(String name, String id, Pixels image) {
    throw CissException.usage("%s has no maps '%s' beside its labels", name(), name);
  }

  /**
   * Looks at every file of one part, so that bad data shows up before training and not in its
   * middle. What it learns is kept: {@link #classesIn} is free afterwards.
   *
   * @throws CissException if a file is missing or broken; it names the file and the remedy
   */
  void check(Split split, Progress progress);

  /**
   * The size of the files of an image, by which data that has changed is known; reads none.
   *
   * @return bytes; 0 where there are no files
   */
  default long bytes(String id) {
    return 0;
  }

  /** Where the images come from and how that was understood, a line each. */
  default List<String> origin() {
    return List.of();
  }

  /** The lists or folders that the images were read from; none where there are no files. */
  default List<Path> sources() {
    return List.of();
  }

  /** What a person should know of the parts that were checked, a line each. */
  default List<String> remarks() {
    return List.of();
  }

  /**
   * What the images of a part tell together.
   *
   * @param images what was found of each
   */
  default PartFindings findings(Split split, List<Inspection> images) {
    return PartFindings.NONE;
  }

  /**
   * Looks closely at one image and its label: everything that is wrong, and how many pixels each
   * label has. Never stops at the first problem.
   *
   * @throws CissException if there is no such id
   */
  default Inspection inspect(String id) {
    return Inspection.of(id, () -> read(id));
  }
}
