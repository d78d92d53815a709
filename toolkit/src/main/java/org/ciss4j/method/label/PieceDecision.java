// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A decision about some rows of pixels at a time, for which no large map has to be made. */
interface PieceDecision extends Decision {
  /**
   * Labels the pixels of a piece.
   *
   * @param labels of all pixels, those of the piece from {@link LogitPieces.Piece#start} on; 0
   *     where nothing was said yet
   */
  void label(LogitPieces.Piece piece, int[] labels);

  /** How probable a class is at the pixels of a piece, as {@link #probabilities(INDArray, int)}. */
  float[] probabilities(LogitPieces.Piece piece, int label);

  /** How probable all labels are at the pixels of a piece: {@code [C + 1][pixels]}. */
  float[][] probabilities(LogitPieces.Piece piece);

  @Override
  default void probabilities(
      INDArray small, int height, int width, int classes, Probabilities told) {
    new LogitPieces(small, height, width)
        .forEach(piece -> told.of(piece.start(), probabilities(piece)));
  }

  @Override
  default int[] labels(INDArray logits) {
    return labels(LogitPieces.of(logits));
  }

  @Override
  default int[] labels(INDArray small, int height, int width) {
    return labels(new LogitPieces(small, height, width));
  }

  /** {@link #labels(INDArray)} of logits at some size. */
  default int[] labels(LogitPieces logits) {
    int[] labels = new int[logits.pixels()];
    logits.forEach(piece -> label(piece, labels));
    return labels;
  }

  @Override
  default float[] probabilities(INDArray logits, int label) {
    return probabilities(LogitPieces.of(logits), label);
  }

  @Override
  default float[] probabilities(INDArray small, int height, int width, int label) {
    return probabilities(new LogitPieces(small, height, width), label);
  }

  /** {@link #probabilities(INDArray, int)} of logits at some size. */
  default float[] probabilities(LogitPieces logits, int label) {
    float[] result = new float[logits.pixels()];
    logits.forEach(
        piece -> {
          float[] ofPiece = probabilities(piece, label);
          System.arraycopy(ofPiece, 0, result, piece.start(), ofPiece.length);
        });
    return result;
  }
}
