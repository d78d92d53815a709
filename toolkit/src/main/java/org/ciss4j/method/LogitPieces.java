// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** Logits {@code [N, K, H, W]} in pieces of pixels of one image, on all cores. */
final class LogitPieces {
  /** Pixels that one thread looks at at a time. */
  static final int LARGEST = 1 << 12;

  private final FloatBuffer values;
  private final int outputs;
  private final int pixels;

  /** Told of a piece. */
  @FunctionalInterface
  interface Body {
    void accept(Piece piece);
  }

  private LogitPieces(FloatBuffer values, int outputs, int pixels) {
    this.values = values;
    this.outputs = outputs;
    this.pixels = pixels;
  }

  /** Pixels of one image that lie behind each other. */
  final class Piece {
    private final int image;
    private final int first;
    private final int length;

    private Piece(int image, int first, int length) {
      this.image = image;
      this.first = first;
      this.length = length;
    }

    /** Number of the first pixel among those of all images. */
    int start() {
      return image * pixels + first;
    }

    int length() {
      return length;
    }

    int outputs() {
      return outputs;
    }

    /** The logits of an output, as they lie in memory. */
    void read(int output, float[] to) {
      values.get((image * outputs + output) * pixels + first, to, 0, length);
    }
  }

  /** Goes over all pixels; the calls must not depend on each other. */
  static void forEach(INDArray logits, Body body) {
    int pixels = pixels(logits);
    boolean rowByRow = Shape.hasDefaultStridesForShape(logits) && !logits.isView();
    INDArray ordered = rowByRow ? logits : logits.dup('c');
    try {
      LogitPieces pieces =
          new LogitPieces(ordered.data().asNioFloat(), (int) ordered.size(1), pixels);
      int perImage = (pixels + LARGEST - 1) / LARGEST;
      IntStream.range(0, (int) logits.size(0) * perImage)
          .parallel()
          .forEach(number -> body.accept(pieces.piece(number / perImage, number % perImage)));
    } finally {
      Reference.reachabilityFence(ordered); // a copy must outlive its buffer
    }
  }

  private Piece piece(int image, int number) {
    int first = number * LARGEST;
    return new Piece(image, first, Math.min(LARGEST, pixels - first));
  }

  /** Pixels of an image. */
  static int pixels(INDArray logits) {
    return (int) (logits.size(2) * logits.size(3));
  }

  /** Pixels of all images. */
  static int allPixels(INDArray logits) {
    return (int) logits.size(0) * pixels(logits);
  }
}
