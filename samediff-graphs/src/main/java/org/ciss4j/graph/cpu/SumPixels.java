// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Matmul;
import org.ciss4j.graph.memory.HostMemory;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sum or mean over the pixels of a map {@code [N, H, W, C]}: {@code [N, 1, 1, C]}. */
public final class SumPixels extends JavaOp {
  /** For SameDiff. */
  public SumPixels() {}

  SumPixels(SDVariable x, boolean mean) {
    super(x);
    addBArgument(mean);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    INDArray x = inputs[0];
    expect(x.rank() == 4, "x [N, H, W, C]", inputs);
    return new long[][] {{x.size(0), 1, 1, x.size(3)}};
  }

  /** The product of a row of equal numbers with the matrix of each image. */
  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    INDArray x = inputs[0];
    long channels = x.size(3);
    long pixels = x.size(1) * x.size(2);
    float[] weights = new float[Math.toIntExact(pixels)];
    Arrays.fill(weights, flag(0) ? 1f / pixels : 1f);
    Matmul product = new Matmul(1, pixels, channels, false, false);
    FloatPointer from = HostMemory.floats(x);
    FloatPointer to = HostMemory.floats(outputs[0]);
    try (FloatPointer row = new FloatPointer(weights)) {
      for (long n = 0; n < x.size(0); n++) {
        FloatPointer image = from.getPointer(n * pixels * channels);
        FloatPointer result = to.getPointer(n * channels);
        product.run(row, image.capacity(pixels * channels), result.capacity(channels));
      }
    }
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    return List.of(new SpreadPixel(outputGradients.get(0), arg(0), flag(0)).outputVariable());
  }
}
