// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.ciss4j.cli.option.CertaintyOptions;
import org.ciss4j.cli.output.PngFile;
import org.jspecify.annotations.Nullable;

/**
 * What is written of a photograph.
 *
 * @param labels class ids
 * @param overlay the photograph in the colours of the labels
 * @param confidence how probable the labels are; null where nobody asks
 * @param probabilities of all classes; null where nobody asks
 */
record PredictedFiles(
    Path labels, Path overlay, @Nullable Path confidence, @Nullable Path probabilities) {
  private static final String CONFIDENCE = "confidence";
  private static final String PROBABILITIES = "probabilities";
  private static final String OVERLAY = "overlay";
  private static final String PNG = ".png";
  private static final String NPY = ".npy";

  /** All beside the labels, as {@code NAME_overlay.png}. */
  static PredictedFiles beside(PngFile labels, CertaintyOptions asked) {
    String stem = labels.stem();
    Path path = labels.path();
    CertaintyOptions.Format format = asked.confidence();
    return new PredictedFiles(
        path,
        path.resolveSibling(stem + "_" + OVERLAY + PNG),
        format == null ? null : path.resolveSibling(stem + "_" + CONFIDENCE + format.ending()),
        asked.probabilities() ? path.resolveSibling(stem + "_" + PROBABILITIES + NPY) : null);
  }

  /** Each kind but the labels in a folder of its own, as {@code overlay/NAME.png}. */
  static PredictedFiles within(Path folder, String name, CertaintyOptions asked) {
    CertaintyOptions.Format format = asked.confidence();
    return new PredictedFiles(
        folder.resolve(name + PNG),
        folder.resolve(OVERLAY).resolve(name + PNG),
        format == null ? null : folder.resolve(CONFIDENCE).resolve(name + format.ending()),
        asked.probabilities() ? folder.resolve(PROBABILITIES).resolve(name + NPY) : null);
  }

  /** All that are written. */
  Stream<Path> paths() {
    return Stream.of(labels, overlay, confidence, probabilities).filter(Objects::nonNull);
  }
}
