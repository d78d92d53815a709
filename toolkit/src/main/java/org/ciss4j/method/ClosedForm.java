// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

/** What regression does for a network that is trained by gradient descent. */
public enum ClosedForm {
  /** Nothing. */
  NONE,
  /** New classifiers start from linear discriminants of the images of their step. */
  START,
  /**
   * The same in steps where several would otherwise start as one and the same auxiliary classifier.
   */
  SEVERAL,
  /**
   * After each step the network that it leaves behind gets the classifiers of {@link Analytic}, and
   * the next step goes on with those it has trained.
   */
  END,
  /** Both. */
  BOTH;

  boolean atStart() {
    return this == START || this == BOTH;
  }

  boolean atEnd() {
    return this == END || this == BOTH;
  }
}
