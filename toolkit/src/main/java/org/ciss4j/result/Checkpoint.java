// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import org.ciss4j.result.store.Upgrade;
import org.jspecify.annotations.Nullable;

/**
 * The state of training after some iterations of a step, in a file of arrays beside this
 * description, which is written after it: a checkpoint is whole when its description is there and
 * the file is as it says.
 *
 * <p>Together with the configuration of the run that is all there is to know. Seeds are children of
 * the root seed by name, batches and dropout depend on the number of the iteration alone, the
 * teacher is the model of the step before, and what is replayed is in the folder of the step.
 *
 * @param step t
 * @param iterations number of iterations of the step that are done
 * @param file name of the file of arrays in the folder of the step
 * @param bytes its size
 * @param sha256 of its bytes, in lower-case hexadecimal digits
 * @param losses SHA-256 of the lines of the loss log up to then; null if nobody knows, and of a
 *     model
 */
public record Checkpoint(
    int step, long iterations, String file, long bytes, String sha256, @Nullable String losses) {
  static final Upgrade UPGRADE = Upgrade.missing("{\"losses\": null}");

  /** In words, for messages. */
  @Override
  public String toString() {
    return "checkpoint of step " + step + " after " + iterations + " iterations";
  }
}
