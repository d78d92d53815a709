// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

/** The two parts of a data set, which share no image. */
public enum Split {
  /** Images to learn from. */
  TRAIN,
  /** Images to score with. */
  TEST
}
