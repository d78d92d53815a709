// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.option;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.ciss4j.Ciss;
import org.ciss4j.method.Method;
import org.ciss4j.method.Methods;
import picocli.CommandLine.Option;

/** Options that say how a network is learnt. */
public final class MethodOptions {
  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "dkd",
      description = {
        "dkd: Decomposed Knowledge Distillation;",
        "fine-tuning: nothing against forgetting;",
        "joint: all classes at once;",
        "with a background channel: fine-tuning-softmax, joint-softmax: as these;",
        "frozen: new classifiers on what the base step has learnt;",
        "lwf, lwf-mc: Learning without Forgetting;",
        "mz: the distillation schemes of Michieli and Zanuttigh; ilt: the same as in MiB's code;",
        "mib: Modeling the Background; plop: PLOP;",
        "sdr: SDR, with prototypes; lskd: LSKD, with masks and learnt weights of terms;",
        "ssul: SSUL, with an unknown class; with --memory SSUL-M;",
        "rcil: RCIL, two branches in training;",
        "recall: RECALL, which needs --replay;",
        "analytic: later steps in closed form, without a gradient (default: ${DEFAULT-VALUE})."
      })
  private String method = "dkd";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Another value for a hyper-parameter of the method; may be given several times.")
  private Map<String, String> settings = Map.of();

  /** The same run with these choices. */
  public Ciss applyTo(Ciss start) {
    return applyTo(start, UnaryOperator.identity());
  }

  /** The same, from what a schedule makes of the method. */
  Ciss applyTo(Ciss start, UnaryOperator<Method> scheduled) {
    return start.method(Methods.with(scheduled.apply(Methods.named(method)), settings));
  }
}
