// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.Map;
import org.ciss4j.result.config.MethodConfig;

/**
 * A method and what is left out of it, as in Table 3 of DKD's paper.
 *
 * @param method its name
 * @param decomposed whether reasoning scores are distilled: DKD's contribution of that name
 * @param initialised whether new classifiers start from the auxiliary one
 */
record Variant(String method, boolean decomposed, boolean initialised) {
  private static final String DKD = "dkd";

  static Variant of(MethodConfig config) {
    boolean dkd = config.name().equals(DKD);
    Map<String, String> values = config.hyperParameters();
    return new Variant(
        config.name(),
        dkd && (isOn(values, "dkdPositive") || isOn(values, "dkdNegative")),
        dkd && isOn(values, "ac"));
  }

  private static boolean isOn(Map<String, String> values, String weight) {
    return Double.parseDouble(values.getOrDefault(weight, "0")) > 0;
  }

  /** Whether it is DKD, whole or in parts. */
  boolean isDkd() {
    return method.equals(DKD);
  }

  /** The parts of it that are there. */
  String label() {
    if (!isDkd() || (decomposed && initialised)) {
      return method;
    }
    if (!decomposed && !initialised) {
      return "mBCE + KD";
    }
    return decomposed ? "dkd without init" : "dkd without DKD";
  }
}
