// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.kernel.Work;
import org.ciss4j.graph.memory.Floats;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A map of one pixel, {@code [N, 1, 1, C]}, spread over the pixels of a reference {@code [N, H, W,
 * *]}, or shared out among them: {@code [N, H, W, C]}.
 */
public final class SpreadPixel extends JavaOp {
  /** For SameDiff. */
  public SpreadPixel() {}

  /**
   * The op.
   *
   * @param shared whether each pixel gets its part only, so that the sum stays
   */
  SpreadPixel(SDVariable x, SDVariable reference, boolean shared) {
    super(x, reference);
    addBArgument(shared);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    INDArray x = inputs[0];
    INDArray reference = inputs[1];
    boolean fits =
        x.rank() == 4
            && x.size(1) == 1
            && x.size(2) == 1
            && reference.rank() == 4
            && x.size(0) == reference.size(0);
    expect(fits, "x [N, 1, 1, C] and a reference [N, H, W, *]", inputs);
    return new long[][] {{x.size(0), reference.size(1), reference.size(2), x.size(3)}};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    int channels = (int) inputs[0].size(3);
    int height = (int) outputs[0].size(1);
    int width = (int) outputs[0].size(2);
    float factor = flag(0) ? 1f / ((long) height * width) : 1f;
    Floats from = Floats.of(inputs[0]);
    Floats to = Floats.of(outputs[0]);
    Work.share(
        outputs[0].size(0) * height,
        Work.ofElements(outputs[0].length()),
        row -> {
          float[] pixel = new float[channels];
          from.read((long) (row / height) * channels, pixel);
          for (int c = 0; c < channels; c++) {
            pixel[c] *= factor;
          }
          for (int x = 0; x < width; x++) {
            to.write(((long) row * width + x) * channels, pixel);
          }
        });
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable gradient = new SumPixels(outputGradients.get(0), flag(0)).outputVariable();
    return List.of(gradient, getSameDiff().zerosLike(arg(1)));
  }
}
