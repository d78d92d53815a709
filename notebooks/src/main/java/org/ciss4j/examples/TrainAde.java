// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.examples;

import java.nio.file.Path;
import org.ciss4j.Ciss;
import org.ciss4j.method.Dkd;
import org.ciss4j.result.RunResult;
import org.ciss4j.scenario.Setting;
import org.ciss4j.train.RunEvent;

/**
 * Trains DKD on ADE20K 100-50 in the overlapped setting, as in the paper, with a memory of 300
 * images (DKD-M). A run that was interrupted goes on when the program is started again.
 *
 * <p>Arguments: the folder of the run; the folder that is {@code ADEChallengeData2016}, or holds
 * it; torchvision's weights of a ResNet-101.
 */
public final class TrainAde {
  private TrainAde() {}

  /** Runs the example. */
  public static void main(String[] args) {
    Path run = Path.of(args[0]);
    Ciss ciss = args.length == 3 ? ade(Path.of(args[1]), Path.of(args[2])) : sample();
    RunResult result =
        run.resolve("config.json").toFile().exists()
            ? ciss.goOn(run, TrainAde::print)
            : ciss.train(run, TrainAde::print);
    System.out.println(result);
  }

  private static Ciss ade(Path data, Path weights) {
    return Ciss.dataset("ade")
        .data(data)
        .scenario("100-50")
        .setting(Setting.OVERLAPPED)
        .method(Dkd.ade())
        .memory(300)
        .backbone("resnet101")
        .weights(weights);
  }

  private static Ciss sample() {
    return Ciss.dataset("sample").scenario("2-2").method(Dkd.voc()).memory(20).epochs(1).crop(48);
  }

  private static void print(RunEvent event) {
    if (event instanceof RunEvent.StepFinished finished) {
      System.out.printf(
          "step %d: mIoU %.2f%n", finished.result().step(), 100 * finished.result().scores().all());
    }
  }
}
