// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

/**
 * The state of training after some iterations of a step, in a file of arrays beside this
 * description, which is written after it: a checkpoint is whole when its description is there and
 * the file is as it says.
 *
 * <p>Together with the configuration of the run that is all there is to know. Seeds are children of
 * the root seed by name, batches and dropout depend on the number of the iteration alone, the
 * teacher is the model of the step before, and what is replayed is in the folder of the step.
 *
 * @param format of the description and the file, {@value #FORMAT}
 * @param step t
 * @param iterations number of iterations of the step that are done
 * @param file name of the file of arrays in the folder of the step
 * @param bytes its size
 * @param sha256 of its bytes, in lower-case hexadecimal digits
 */
public record Checkpoint(
    int format, int step, long iterations, String file, long bytes, String sha256) {
  /** The format that is written. */
  public static final int FORMAT = 1;

  /** A checkpoint of the format that is written. */
  public Checkpoint(int step, long iterations, String file, long bytes, String sha256) {
    this(FORMAT, step, iterations, file, bytes, sha256);
  }

  /** In words, for messages. */
  @Override
  public String toString() {
    return "checkpoint of step " + step + " after " + iterations + " iterations";
  }
}
