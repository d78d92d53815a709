// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Inverted dropout (Srivastava et al. 2014): each element is 0 with the given rate, else divided by
 * 1 - rate.
 *
 * <p>Which elements fall is a function of the seed (a LONG scalar input) and the position alone, so
 * the gradient needs no mask and a resumed run drops the same elements.
 */
public final class Dropout extends JavaOp {
  static final String NAME = "ciss_dropout";
  // The numbers of SplitMix64 (Steele et al. 2014).
  static final long STEP = 0x9E3779B97F4A7C15L;
  static final long FIRST_FACTOR = 0xBF58476D1CE4E5B9L;
  static final long SECOND_FACTOR = 0x94D049BB133111EBL;
  private static final int PIECE = 1 << 14;

  /** For SameDiff. */
  public Dropout() {}

  Dropout(double rate, SDVariable x, SDVariable seed) {
    super(x, seed);
    checkRate(rate);
    addTArgument(rate);
  }

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  static void checkRate(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("expected a dropout rate from 0 to below 1, got " + rate);
    }
  }

  /** An element falls where its {@link #random53} is below this. */
  static long limit(double rate) {
    return (long) (rate * (1L << 53));
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(inputTypes.get(0));
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    expect(inputs[1].length() == 1, "an array and a scalar seed", inputs);
    return new long[][] {inputs[0].shape()};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    double rate = floatArgument(0);
    float scale = (float) (1 / (1 - rate));
    long limit = limit(rate);
    long seed = inputs[1].getLong(0);
    Floats x = Floats.of(inputs[0]);
    Floats y = Floats.of(outputs[0]);
    long total = inputs[0].length();
    HostMemory.parallel(
        (total + PIECE - 1) / PIECE,
        piece -> {
          long start = (long) piece * PIECE;
          float[] values = new float[(int) Math.min(PIECE, total - start)];
          x.read(start, values);
          for (int i = 0; i < values.length; i++) {
            values[i] = random53(seed, start + i) < limit ? 0f : values[i] * scale;
          }
          y.write(start, values);
        });
  }

  /** 53 random bits for one position: the SplitMix64 finaliser of seed and position. */
  private static long random53(long seed, long position) {
    long z = seed + (position + 1) * STEP;
    z = (z ^ (z >>> 30)) * FIRST_FACTOR;
    z = (z ^ (z >>> 27)) * SECOND_FACTOR;
    return (z ^ (z >>> 31)) >>> 11;
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable gradient =
        new Dropout(floatArgument(0), outputGradients.get(0), arg(1)).outputVariable();
    return List.of(gradient, getSameDiff().zerosLike(arg(1)));
  }
}
