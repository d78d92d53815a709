// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import java.lang.ref.Reference;
import org.ciss4j.graph.kernel.ResizedMaps;
import org.ciss4j.graph.kernel.Work;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Logits {@code [N, K, h, w]} at some size {@code H x W}, to which they are resized as they are
 * read: in pieces of rows of one image, on all cores.
 *
 * @param logits as they came
 * @param height rows of pixels
 * @param width pixels of a row
 */
record LogitPieces(INDArray logits, int height, int width) {
  /** Pixels that one thread looks at at a time, if a row has no more. */
  private static final int LARGEST = 1 << 12;

  /** Told of a piece. */
  @FunctionalInterface
  interface Body {
    void accept(Piece piece);
  }

  /** At the size that they have. */
  static LogitPieces of(INDArray logits) {
    return new LogitPieces(logits, (int) logits.size(2), (int) logits.size(3));
  }

  /** Pixels of some rows of one image. */
  final class Piece {
    private final ResizedMaps maps;
    private final int image;
    private final int firstRow;
    private final int rows;

    private Piece(ResizedMaps maps, int image, int firstRow, int rows) {
      this.maps = maps;
      this.image = image;
      this.firstRow = firstRow;
      this.rows = rows;
    }

    /** Number of the first pixel among those of all images. */
    int start() {
      return (image * height + firstRow) * width;
    }

    int length() {
      return rows * width;
    }

    int outputs() {
      return (int) logits.size(1);
    }

    /** The logits of an output, row by row. */
    void read(int output, float[] to) {
      ResizedMaps.Plane plane = maps.plane(image, output);
      for (int row = 0; row < rows; row++) {
        System.arraycopy(plane.row(firstRow + row), 0, to, row * width, width);
      }
    }
  }

  /** Goes over all pixels; the calls must not depend on each other. */
  void forEach(Body body) {
    boolean rowByRow = Shape.hasDefaultStridesForShape(logits) && !logits.isView();
    INDArray ordered = rowByRow ? logits : logits.dup('c');
    Nd4j.getAffinityManager().ensureLocation(ordered, Location.HOST);
    try {
      ResizedMaps maps = ResizedMaps.of(ordered, height, width);
      int rows = Math.max(1, LARGEST / width);
      int perImage = (height + rows - 1) / rows;
      Work.share(
          logits.size(0) * perImage,
          Work.ofElements(logits.size(0) * logits.size(1) * height * width),
          number -> {
            int first = number % perImage * rows;
            int count = Math.min(rows, height - first);
            body.accept(new Piece(maps, number / perImage, first, count));
          });
    } finally {
      if (!rowByRow) {
        ordered.close();
      }
      Reference.reachabilityFence(ordered); // it must outlive what reads it
    }
  }

  /**
   * Pixels of all images.
   *
   * @throws ArithmeticException if they are more than a Java array can hold
   */
  int pixels() {
    return Math.toIntExact(logits.size(0) * height * width);
  }
}
