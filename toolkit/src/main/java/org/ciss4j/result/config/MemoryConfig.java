// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;

/**
 * How many images of earlier steps later steps replay, and how: DKD-M and SSUL-M.
 *
 * @param images M, at most; 0 for none. The papers keep 100 on PASCAL VOC and 300 on ADE20K
 * @param policy how they are chosen, labelled and mixed into batches
 */
public record MemoryConfig(int images, Policy policy) {

  /**
   * Two ways to replay. Both choose images with old classes in turn from the images of the step
   * before and of the memory so far; the classes of an image are those of its labels, completed by
   * what the network of the step before is sure of.
   */
  public enum Policy {
    /**
     * What DKD's paper says, that it follows SSUL (Cha et al., NeurIPS 2021): replayed images take
     * half of each batch and show all old and new classes that they were labelled with in their
     * steps. Candidates are seen through the centre crop; sure is a probability of at least 0.7. A
     * further term has the old classifiers of DKD learn from these labels, as in the code of arXiv
     * 2405.09858, which repairs DKD's.
     */
    PAPER,
    /**
     * What DKD's code does: replayed images are appended to those of the step, and labels of old
     * classes are hidden in them too, so that they serve distillation and as negatives of new
     * classes. Candidates are seen through random crops; sure is a probability of at least 0.9. Not
     * copied are its bugs: that the network which completes labels has random classifiers, that an
     * image may be stored twice, and that sampling never ends if images run out.
     */
    OFFICIAL;

    /**
     * The policy of a text, in any case.
     *
     * @throws CissException of kind usage if there is none
     */
    public static Policy parse(String text) {
      return EnumLabel.parse(Policy.class, text, "memory policy \"%s\" is unknown; use one of %s");
    }

    /** The lower-case word for commands and reports. */
    public String label() {
      return EnumLabel.of(this);
    }
  }

  /**
   * Checks the number.
   *
   * @throws CissException of kind usage if it is negative
   */
  public MemoryConfig {
    if (images < 0) {
      throw CissException.usage("expected a memory of at least 0 images, got %d", images);
    }
  }

  /** Nothing is replayed. */
  public static MemoryConfig none() {
    return new MemoryConfig(0, Policy.PAPER);
  }

  /** Whether there is a memory at all. */
  public boolean replays() {
    return images > 0;
  }

  /** The same with this many images. */
  public MemoryConfig withImages(int count) {
    return new MemoryConfig(count, policy);
  }

  /** The same under this policy. */
  public MemoryConfig withPolicy(Policy other) {
    return new MemoryConfig(images, other);
  }
}
