// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Completes the labels of a step with what the teacher sees, if there is one, or what else is known
 * of the images. If it {@link #gathers}, all images of the step are shown to {@link #gather} once
 * before training, in the same batches each time, so that a run that goes on has what it had.
 */
public interface PseudoLabels {

  /**
   * What is learnt from.
   *
   * @param label INT32 {@code [N, H, W]}: outputs, 255 left out
   * @param imageWeights float {@code [N]}: factor of each image's loss
   */
  record Completed(INDArray label, INDArray imageWeights) implements AutoCloseable {
    /** The numbers of some labels, row by row: a copy, which may be changed. */
    public static int[] numbers(INDArray label) {
      try (INDArray ordered = label.dup('c')) {
        return ordered.data().asInt();
      }
    }

    /**
     * Labels that were changed.
     *
     * @param shape of the labels
     * @param numbers of the labels, row by row
     * @param imageWeights of each image
     */
    public static Completed of(long[] shape, int[] numbers, float[] imageWeights) {
      INDArray label = Nd4j.createUninitializedDetached(DataType.INT32, 'c', shape);
      label.data().setData(numbers);
      return new Completed(label, Nd4j.createFromArray(imageWeights));
    }

    /** The same where all images weigh alike. */
    public static Completed of(long[] shape, int[] numbers) {
      float[] ones = new float[(int) shape[0]];
      Arrays.fill(ones, 1);
      return of(shape, numbers, ones);
    }

    /** Frees both. */
    @Override
    public void close() {
      label.close();
      imageWeights.close();
    }
  }

  /** Outputs of the teacher that are read; none in the base step. */
  Set<Endpoint> teacherEndpoints();

  /** Whether anything is to be gathered before training. */
  default boolean gathers() {
    return false;
  }

  /**
   * Takes note of a batch before training; nothing, unless it is said what.
   *
   * @param label INT32 {@code [N, H, W]}: 0 unknown, 1..C classes in order, 255 left out
   * @param teacher its {@link #teacherEndpoints} for these images
   */
  default void gather(INDArray label, Map<Endpoint, INDArray> teacher) {}

  /**
   * Completes the labels of a batch; what comes in stays as it is.
   *
   * @param teacher its {@link #teacherEndpoints} for these images; none in the base step
   */
  Completed complete(Batch batch, Map<Endpoint, INDArray> teacher);
}
