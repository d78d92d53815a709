// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import java.util.List;
import org.ciss4j.Ciss;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.FineTuning;
import org.ciss4j.method.Method;

/** What the demo trains: small enough for a few minutes on two cores. */
final class DemoSettings {
  private DemoSettings() {}

  /** Everything but the method. */
  static Ciss common() {
    return Ciss.dataset("sample").scenario("3-1");
  }

  /** The methods that are compared, in the order of the table. */
  static List<Method> methods() {
    return List.of(Dkd.voc(), FineTuning.standard());
  }
}
