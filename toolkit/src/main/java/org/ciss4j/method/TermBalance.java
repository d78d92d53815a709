// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

/** How the nine terms of {@link Lskd} are weighed against each other. */
public enum TermBalance {
  /** By weights that are learnt by regularised gradient equilibrium, from ones on. */
  EQUILIBRIUM,
  /** All by one. */
  FIXED
}
