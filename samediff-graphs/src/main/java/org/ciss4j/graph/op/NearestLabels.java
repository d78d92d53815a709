// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.Arrays;
import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.machine.Threads;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.memory.HostMemory;
import org.ciss4j.graph.memory.Ints;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Labels on the grid of a map: at each place the label of pixel {@code floor(place * H / h)}, as
 * PyTorch's {@code nearest}.
 *
 * <p>Inputs: labels {@code INT32 [N, H, W]} and a map {@code float [N, h, w, C]}, of which the size
 * counts; or labels that give H and W, the map, and logits {@code float [N, O, h', w']}: then not
 * the labels are taken but the largest of the logits, upsampled to H x W. Output: {@code INT32 [N,
 * h, w]}, a constant for the gradient.
 */
public final class NearestLabels extends JavaOp {
  /** For SameDiff. */
  public NearestLabels() {}

  NearestLabels(SDVariable label, SDVariable map) {
    super(label, map);
  }

  NearestLabels(SDVariable label, SDVariable map, SDVariable logits) {
    super(label, map, logits);
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    return List.of(DataType.INT32);
  }

  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    boolean fits =
        inputs[0].rank() == 3
            && inputs[1].rank() == 4
            && Arrays.stream(inputs).allMatch(input -> input.size(0) == inputs[0].size(0));
    expect(fits, "labels [N, H, W], a map [N, h, w, C], and logits [N, O, h', w'] or none", inputs);
    return new long[][] {{inputs[1].size(0), inputs[1].size(1), inputs[1].size(2)}};
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    int images = (int) outputs[0].size(0);
    int[] rows = nearest((int) outputs[0].size(1), (int) inputs[0].size(1));
    int[] columns = nearest((int) outputs[0].size(2), (int) inputs[0].size(2));
    int[] result = new int[images * rows.length * columns.length];
    Threads.share(
        images,
        n -> {
          int start = n * rows.length * columns.length;
          if (inputs.length == 2) {
            pick(inputs[0], n, rows, columns, result, start);
          } else {
            decide(inputs, n, rows, columns, result, start);
          }
        });
    HostMemory.ints(outputs[0]).put(result, 0, result.length);
  }

  private static int[] nearest(int places, int pixels) {
    float scale = (float) pixels / places;
    int[] result = new int[places];
    Arrays.setAll(result, i -> Math.min(pixels - 1, (int) (i * scale)));
    return result;
  }

  private static void pick(
      INDArray labels, int image, int[] rows, int[] columns, int[] result, int start) {
    int width = (int) labels.size(2);
    int[] all = new int[(int) (labels.size(1) * width)];
    Ints.of(labels).read((long) image * all.length, all);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        result[start + i * columns.length + j] = all[rows[i] * width + columns[j]];
      }
    }
  }

  private static void decide(
      INDArray[] inputs, int image, int[] rows, int[] columns, int[] result, int start) {
    INDArray logits = inputs[2];
    int outputs = (int) logits.size(1);
    int height = (int) logits.size(2);
    int width = (int) logits.size(3);
    float[] small = new float[outputs * height * width];
    Floats.of(logits).read((long) image * small.length, small);
    for (int i = 0; i < rows.length; i++) {
      double row = centre(rows[i], height, inputs[0].size(1));
      for (int j = 0; j < columns.length; j++) {
        double column = centre(columns[j], width, inputs[0].size(2));
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < outputs; k++) {
          double value = between(small, k * height, height, width, row, column);
          if (value > most) {
            most = value;
            result[start + i * columns.length + j] = k;
          }
        }
      }
    }
  }

  /** Where the centre of a pixel lies in a smaller map. */
  private static double centre(int pixel, int places, long pixels) {
    return Math.max(0, (pixel + 0.5) * places / pixels - 0.5);
  }

  private static double between(
      float[] map, int firstRow, int height, int width, double row, double column) {
    int top = (int) row;
    int left = (int) column;
    int bottom = Math.min(top + 1, height - 1);
    int right = Math.min(left + 1, width - 1);
    double down = row - top;
    double aside = column - left;
    double above =
        (1 - aside) * map[(firstRow + top) * width + left]
            + aside * map[(firstRow + top) * width + right];
    double below =
        (1 - aside) * map[(firstRow + bottom) * width + left]
            + aside * map[(firstRow + bottom) * width + right];
    return (1 - down) * above + down * below;
  }

  /** SameDiff asks for it, as the map may be in training; nothing depends on its numbers. */
  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    return Arrays.stream(args()).map(getSameDiff()::zerosLike).toList();
  }
}
