// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.examples;

import java.nio.file.Path;
import org.ciss4j.Ciss;
import org.ciss4j.method.Dkd;
import org.ciss4j.report.Reports;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.RunResult;
import org.ciss4j.scenario.Setting;
import org.ciss4j.train.RunEvent;

/**
 * Trains DKD on PASCAL VOC 15-1 in the overlapped setting, as in the paper, and writes a report.
 *
 * <p>Arguments: the folder of the run; the folder that holds {@code VOCdevkit}; torchvision's
 * weights of a ResNet-101. The paper's batches of 32 crops of 512 pixels ask for a large machine.
 */
public final class TrainVoc {
  private TrainVoc() {}

  /** Runs the example. */
  public static void main(String[] args) {
    Path run = Path.of(args[0]);
    Ciss ciss = args.length == 3 ? voc(Path.of(args[1]), Path.of(args[2])) : sample();
    RunResult result = ciss.train(run, TrainVoc::print);
    System.out.println(result);
    System.out.println("Report: " + Reports.write(RunDirectory.open(run)));
  }

  private static Ciss voc(Path data, Path weights) {
    return Ciss.dataset("voc")
        .data(data)
        .scenario("15-1")
        .setting(Setting.OVERLAPPED)
        .method(Dkd.voc())
        .backbone("resnet101")
        .weights(weights);
  }

  private static Ciss sample() {
    return Ciss.dataset("sample").scenario("2-1").method(Dkd.voc()).epochs(1).crop(48);
  }

  private static void print(RunEvent event) {
    if (event instanceof RunEvent.IterationDone it && it.iteration() % 10 == 0) {
      System.out.printf(
          "step %d: %d of %d, loss %.4f%n", it.step(), it.iteration(), it.iterations(), it.total());
    }
  }
}
