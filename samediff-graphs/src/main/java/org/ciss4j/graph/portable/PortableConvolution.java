// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.portable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ciss4j.graph.op.Portable;
import org.ciss4j.graph.option.ConvOptions;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolutions of x {@code [N, H, W, C]} with weights {@code [O, C / groups, kH, kW]}, made of
 * ND4J's own ops.
 *
 * <p>ND4J's conv2d has no groups, and where oneDNN helps it (some builds of ND4J have that helper)
 * it fails when it is dilated. Such convolutions take their input apart: into groups, or into one
 * shifted map per element of the kernel, which a 1x1 convolution joins.
 */
final class PortableConvolution {
  private PortableConvolution() {}

  /**
   * The convolution without bias.
   *
   * @throws IllegalArgumentException if the weights do not fit the groups
   */
  static SDVariable of(SDVariable x, SDVariable weights, ConvOptions options) {
    long[] shape = Portable.weightsShape(weights);
    if (shape[0] % options.groups() != 0) {
      throw new IllegalArgumentException(
          "conv2d expects weights [O, C / groups, kH, kW], O a multiple of groups = "
              + options.groups()
              + ", got "
              + Arrays.toString(shape));
    }
    if (options.groups() == 1) {
      return whole(x, weights, shape, options);
    }
    return shape[1] == 1 && shape[0] == options.groups()
        ? depthwise(x, weights, shape, options)
        : grouped(x, weights, shape, options);
  }

  /** A convolution whose outputs see all inputs. */
  private static SDVariable whole(
      SDVariable x, SDVariable weights, long[] shape, ConvOptions options) {
    SDVariable kernels = weights.permute(2, 3, 1, 0);
    if (options.dilation() == 1) {
      return builtIn(x, kernels, shape[2], shape[3], options);
    }
    SDVariable[] maps = shifted(x, shape, options).toArray(SDVariable[]::new);
    SDVariable joined = x.getSameDiff().concat(3, maps);
    SDVariable matrix = kernels.reshape(1, 1, shape[1] * shape[2] * shape[3], shape[0]);
    return builtIn(joined, matrix, 1, 1, ConvOptions.PLAIN);
  }

  /** ND4J's own, with weights {@code [kH, kW, C, O]}: it differentiates no other layout. */
  private static SDVariable builtIn(
      SDVariable x, SDVariable weights, long kernelHeight, long kernelWidth, ConvOptions options) {
    Conv2DConfig config =
        Conv2DConfig.builder()
            .kH(kernelHeight)
            .kW(kernelWidth)
            .sH(options.stride())
            .sW(options.stride())
            .pH(options.padding())
            .pW(options.padding())
            .paddingMode(PaddingMode.VALID)
            .dataFormat(Conv2DConfig.NHWC)
            .build();
    return new Conv2D(x.getSameDiff(), x, weights, null, config).outputVariable();
  }

  /** Every channel on its own: the sum of the shifted maps times their elements of the kernels. */
  private static SDVariable depthwise(
      SDVariable x, SDVariable weights, long[] shape, ConvOptions options) {
    SDVariable kernels = weights.permute(2, 3, 1, 0).reshape(shape[2] * shape[3], shape[0]);
    List<SDVariable> maps = shifted(x, shape, options);
    List<SDVariable> products = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      products.add(maps.get(i).mul(part(kernels, 2, 0, i, i + 1)));
    }
    return products.stream().reduce(SDVariable::add).orElseThrow();
  }

  private static SDVariable grouped(
      SDVariable x, SDVariable weights, long[] shape, ConvOptions options) {
    long outputs = shape[0] / options.groups();
    long[] ofOne = {outputs, shape[1], shape[2], shape[3]};
    SDVariable[] maps = new SDVariable[options.groups()];
    for (int i = 0; i < maps.length; i++) {
      SDVariable inputs = part(x, 4, 3, i * shape[1], (i + 1) * shape[1]);
      SDVariable kernels = part(weights, 4, 0, i * outputs, (i + 1) * outputs);
      maps[i] = whole(inputs, kernels, ofOne, options);
    }
    return x.getSameDiff().concat(3, maps);
  }

  /** For each element of the kernel, row by row, the pixels it meets: {@code [N, H', W', C]}. */
  private static List<SDVariable> shifted(SDVariable x, long[] shape, ConvOptions options) {
    SDVariable padded = padded(x, options.padding());
    List<SDVariable> result = new ArrayList<>();
    for (int row = 0; row < shape[2]; row++) {
      for (int column = 0; column < shape[3]; column++) {
        result.add(shifted(padded, row, shape[2] - 1, column, shape[3] - 1, options));
      }
    }
    return result;
  }

  private static SDVariable shifted(
      SDVariable x, long row, long lastRow, long column, long lastColumn, ConvOptions options) {
    long dilation = options.dilation();
    long[] begin = {0, row * dilation, column * dilation, 0};
    // Counted from the end, of whatever size the map will be; the mask stands for the end itself.
    long[] end = {0, (row - lastRow) * dilation, (column - lastColumn) * dilation, 0};
    long[] steps = {1, options.stride(), options.stride(), 1};
    return x.getSameDiff().stridedSlice(x, begin, end, steps, 0, zeros(end), 0, 0, 0);
  }

  /** Elements {@code from} to before {@code to} along one axis. */
  private static SDVariable part(SDVariable x, int rank, int axis, long from, long to) {
    long[] begin = new long[rank];
    long[] end = new long[rank];
    long[] steps = new long[rank];
    Arrays.fill(steps, 1);
    begin[axis] = from;
    end[axis] = to;
    return x.getSameDiff().stridedSlice(x, begin, end, steps, 0, zeros(end), 0, 0, 0);
  }

  /** A bit for each place of a 0. */
  private static int zeros(long[] values) {
    int bits = 0;
    for (int i = 0; i < values.length; i++) {
      bits |= values[i] == 0 ? 1 << i : 0;
    }
    return bits;
  }

  private static SDVariable padded(SDVariable x, int padding) {
    if (padding == 0) {
      return x;
    }
    int[][] sizes = {{0, 0}, {padding, padding}, {padding, padding}, {0, 0}};
    SDVariable edges = x.getSameDiff().constant(Nd4j.createFromArray(sizes));
    return x.getSameDiff().nn().pad(x, edges, 0);
  }
}
