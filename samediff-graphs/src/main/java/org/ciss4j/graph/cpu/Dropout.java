// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Work;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.option.DropoutBits;
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
  private static final int PIECE = 1 << 14;

  /** For SameDiff. */
  public Dropout() {}

  Dropout(double rate, SDVariable x, SDVariable seed) {
    super(x, seed);
    DropoutBits.checkRate(rate);
    addTArgument(rate);
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
    long limit = DropoutBits.limit(rate);
    long seed = inputs[1].getLong(0);
    Floats x = Floats.of(inputs[0]);
    Floats y = Floats.of(outputs[0]);
    long total = inputs[0].length();
    Work.share(
        (total + PIECE - 1) / PIECE,
        Work.ofElements(total),
        piece -> {
          long start = (long) piece * PIECE;
          float[] values = new float[(int) Math.min(PIECE, total - start)];
          x.read(start, values);
          for (int i = 0; i < values.length; i++) {
            values[i] = DropoutBits.random53(seed, start + i) < limit ? 0f : values[i] * scale;
          }
          y.write(start, values);
        });
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable gradient =
        new Dropout(floatArgument(0), outputGradients.get(0), arg(1)).outputVariable();
    return List.of(gradient, getSameDiff().zerosLike(arg(1)));
  }
}
