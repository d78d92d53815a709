// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.op;

import java.util.Arrays;
import java.util.List;
import org.ciss4j.graph.exec.JavaOp;
import org.ciss4j.graph.memory.Floats;
import org.ciss4j.graph.memory.Ints;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the official code of SDR takes for the vectors of a class. It picks the elements of the
 * class's pixels out of {@code [N, D, h, w]}, image by image, in each channel by channel, and reads
 * them as a matrix: as {@code [D, pixels]}, which mixes channels and pixels unless there is one
 * image, or as {@code [pixels, D]}, which mixes them even then.
 *
 * <p>Inputs: a map {@code float [N, h, w, D]} and the labels of its places {@code INT32 [N, h, w]};
 * those of K and more stay in place. Output: vectors {@code float [P, D]}, P being all places.
 */
public final class ScrambledVectors extends JavaOp {
  /** For SameDiff. */
  public ScrambledVectors() {}

  ScrambledVectors(SDVariable map, SDVariable label, int classes, Reading reading) {
    super(map, label);
    addIArgument(classes);
    addBArgument(false, reading == Reading.PIXELS);
  }

  /** The gradient of the map. */
  private ScrambledVectors(SDVariable gradient, SDVariable label, int classes, boolean pixels) {
    super(gradient, label);
    addIArgument(classes);
    addBArgument(true, pixels);
  }

  /** How the elements of a class are read. */
  public enum Reading {
    /** A row for each channel: in updates of prototypes, attraction and repulsion. */
    CHANNELS,
    /** A row for each pixel: in prototypes matching. */
    PIXELS
  }

  /**
   * Which element takes the place of which.
   *
   * @param labels of the pixels of all images, image by image; those of K and more stay in place
   * @param images their number
   * @param channels D
   * @return for each element of {@code [P, D]}, pixel by pixel, the number of the one that takes
   *     its place
   */
  public static int[] order(int[] labels, int images, int classes, int channels, Reading reading) {
    int[] order = new int[labels.length * channels];
    Arrays.setAll(order, i -> i);
    for (int c = 0; c < classes; c++) {
      int[] pixels = pixelsOf(c, labels);
      int[] elements = elements(pixels, labels.length / images, channels);
      for (int j = 0; j < pixels.length; j++) {
        for (int k = 0; k < channels; k++) {
          int place = reading == Reading.CHANNELS ? k * pixels.length + j : j * channels + k;
          order[pixels[j] * channels + k] = elements[place];
        }
      }
    }
    return order;
  }

  private static int[] pixelsOf(int label, int[] labels) {
    int[] pixels = new int[labels.length];
    int count = 0;
    for (int pixel = 0; pixel < labels.length; pixel++) {
      if (labels[pixel] == label) {
        pixels[count++] = pixel;
      }
    }
    return Arrays.copyOf(pixels, count);
  }

  /** The elements of pixels in the order of image, channel, pixel. */
  private static int[] elements(int[] pixels, int perImage, int channels) {
    int[] elements = new int[pixels.length * channels];
    int count = 0;
    for (int start = 0; start < pixels.length; ) {
      int end = start;
      while (end < pixels.length && pixels[end] / perImage == pixels[start] / perImage) {
        end++;
      }
      for (int k = 0; k < channels; k++) {
        for (int j = start; j < end; j++) {
          elements[count++] = pixels[j] * channels + k;
        }
      }
      start = end;
    }
    return elements;
  }

  /** Its gradient has the shape of the labels with the channels behind. */
  @Override
  protected long[][] outputShapes(INDArray[] inputs) {
    INDArray label = inputs[1];
    boolean back = flag(0);
    boolean fits =
        label.rank() == 3
            && inputs[0].rank() == (back ? 2 : 4)
            && inputs[0].length() % label.length() == 0;
    expect(fits, "a map [N, h, w, D] and labels [N, h, w]", inputs);
    long channels = inputs[0].length() / label.length();
    return new long[][] {
      back
          ? new long[] {label.size(0), label.size(1), label.size(2), channels}
          : new long[] {label.length(), channels}
    };
  }

  @Override
  protected long temporaryBytes(INDArray[] inputs) {
    return 3 * Float.BYTES * inputs[0].length();
  }

  @Override
  protected void run(INDArray[] inputs, INDArray[] outputs) {
    int[] labels = new int[(int) inputs[1].length()];
    Ints.of(inputs[1]).read(0, labels);
    int images = (int) inputs[1].size(0);
    int channels = (int) (inputs[0].length() / labels.length);
    int[] order =
        order(
            labels, images, intArgument(0), channels, flag(1) ? Reading.PIXELS : Reading.CHANNELS);
    float[] values = new float[order.length];
    Floats.of(inputs[0]).read(0, values);
    float[] result = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      if (flag(0)) {
        result[order[i]] = values[i];
      } else {
        result[i] = values[order[i]];
      }
    }
    Floats.of(outputs[0]).write(0, result);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> outputGradients) {
    return List.of(
        new ScrambledVectors(outputGradients.get(0), arg(1), intArgument(0), flag(1))
            .outputVariable(),
        getSameDiff().zerosLike(arg(1)));
  }
}
