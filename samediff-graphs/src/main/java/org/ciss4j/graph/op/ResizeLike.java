// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Bilinear resize of {@code [N, C, h, w]} to the height and width of a reference {@code [*, *, H,
 * W]}: {@code [N, C, H, W]}, pixel centres aligned as in PyTorch's {@code align_corners=False}.
 */
public final class ResizeLike extends JavaOp {
  static final String NAME = "ciss_resize_like";

  /** For SameDiff. */
  public ResizeLike() {}

  ResizeLike(SDVariable x, SDVariable reference) {
    super(x, reference);
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
    INDArray x = inputs[0];
    expect(
        x.rank() == 4 && inputs[1].rank() == 4,
        "x [N, C, h, w] and a reference [*, *, H, W]",
        inputs);
    return new long[][] {{x.size(0), x.size(1), inputs[1].size(2), inputs[1].size(3)}};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    resize(inputs[0], 0, inputs[0].size(0) * inputs[0].size(1), outputs[0]);
  }

  /**
   * Maps at another size, outside of any graph.
   *
   * @param maps float {@code [N, C, h, w]}, contiguous
   * @return a new array {@code [N, C, height, width]}
   */
  public static INDArray resized(INDArray maps, long height, long width) {
    INDArray result =
        Nd4j.createUninitializedDetached(
            DataType.FLOAT, 'c', maps.size(0), maps.size(1), height, width);
    resize(maps, 0, maps.size(0) * maps.size(1), result);
    return result;
  }

  /**
   * Resizes some of the maps.
   *
   * @param x {@code [N, C, h, w]}
   * @param first number of the first map among those of all images
   * @param count how many
   * @param to {@code [..., H, W]}, at least so many
   */
  static void resize(INDArray x, int first, long count, INDArray to) {
    ResizedMaps maps = ResizedMaps.of(x, to.size(-2), to.size(-1));
    Floats pixels = Floats.of(to);
    HostMemory.parallel(
        count,
        map -> {
          ResizedMaps.Plane plane = maps.plane(first + map);
          for (int row = 0; row < maps.height(); row++) {
            pixels.write(((long) map * maps.height() + row) * maps.width(), plane.row(row));
          }
        });
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    SDVariable gradient = new ResizeLikeGradient(arg(0), outputGradients.get(0)).outputVariable();
    return List.of(gradient, getSameDiff().zerosLike(arg(1)));
  }
}
