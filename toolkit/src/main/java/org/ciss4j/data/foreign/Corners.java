// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

/** What corners of polygons may be. */
final class Corners {
  /** Beyond any image, in pixels: what draws counts in whole numbers, which end somewhere. */
  private static final double FARTHEST = 1_000_000;

  private Corners() {}

  /** Why this is no place in or near an image; null if it is one. */
  static @org.jspecify.annotations.Nullable String fault(double place) {
    return Math.abs(place) <= FARTHEST
        ? null
        : "a corner lies at " + place + ", which is no place in an image";
  }
}
