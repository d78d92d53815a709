// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.batch;

import java.util.List;
import java.util.Set;

/**
 * Images of earlier steps that a step trains on again.
 *
 * @param images each once; empty to replay nothing
 * @param mixing how they get into batches
 */
public record Replay(List<Image> images, Mixing mixing) {

  /**
   * One image.
   *
   * @param id its name
   * @param labelledClasses the classes that its label shows, as data set ids; all others are
   *     background in it
   */
  public record Image(String id, Set<Integer> labelledClasses) {
    /** Copies the set. */
    public Image {
      labelledClasses = Set.copyOf(labelledClasses);
    }
  }

  /** How replayed images get into batches. */
  public enum Mixing {
    /** As if they were further images of the step: an epoch shows each at most once more. */
    APPENDED,
    /**
     * Every batch of B images gives up half of them, rounded down, for replayed ones, which come in
     * turn; the number of iterations stays what it is.
     */
    HALF_OF_EACH_BATCH
  }

  /** Copies the list. */
  public Replay {
    images = List.copyOf(images);
  }

  /** No image. */
  public static Replay none() {
    return new Replay(List.of(), Mixing.APPENDED);
  }
}
