// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network is shown of a batch: the images as they are, or a change of them. Views of one
 * name are taken for the same.
 */
public final class View implements Comparable<View> {
  /** The images as they are. */
  public static final View PLAIN = new View("plain", (image, label) -> image);

  /** Changes images. */
  @FunctionalInterface
  public interface Change {
    /**
     * The changed images.
     *
     * @param image float {@code [N, 3, H, W]}, normalised; to be left as it is
     * @param label INT32 {@code [N, H, W]} that is learnt from, completed if the method does that;
     *     to be left as it is
     * @return a new array float {@code [N, 3, H, W]}, which is closed by whoever asked for it
     */
    INDArray of(INDArray image, INDArray label);
  }

  private final String name;
  private final Change change;

  private View(String name, Change change) {
    this.name = name;
    this.change = change;
  }

  /**
   * A change of the images.
   *
   * @param name letters, digits and underscores
   * @throws IllegalArgumentException if the name has other characters, or is that of the plain view
   */
  public static View named(String name, Change change) {
    if (!name.matches("\\w+") || name.equals(PLAIN.name)) {
      throw new IllegalArgumentException(
          "expected a name of letters, digits and underscores for a view, got '" + name + "'");
    }
    return new View(name, change);
  }

  /** Its name: {@code plain}. */
  public String name() {
    return name;
  }

  /** Whether the images stay as they are. */
  public boolean isPlain() {
    return equals(PLAIN);
  }

  /** What of these images is shown; the very array in the plain view. */
  public INDArray of(INDArray image, INDArray label) {
    return change.of(image, label);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof View view && view.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public int compareTo(View other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
