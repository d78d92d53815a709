// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.examples;

import java.nio.file.Path;
import org.ciss4j.Ciss;
import org.ciss4j.method.Dkd;
import org.ciss4j.tuning.Study;
import org.ciss4j.tuning.StudyEvent;
import org.ciss4j.tuning.StudyResult;

/**
 * Searches weights of DKD on PASCAL VOC 15-5, scored on images held out of training, and trains the
 * best ones on all training images.
 *
 * <p>Arguments: a folder to write into; the folder that holds {@code VOCdevkit}; torchvision's
 * weights of a ResNet-18.
 */
public final class Tune {
  private Tune() {}

  /** Runs the example. */
  public static void main(String[] args) {
    Path out = Path.of(args[0]);
    Study study = args.length == 3 ? voc(Path.of(args[1]), Path.of(args[2])) : sample();
    StudyResult result = study.run(out.resolve("study"), Tune::print);
    System.out.println(result);
    Ciss best = Ciss.of(result.configOf(result.best().orElseThrow()));
    System.out.println(best.train(out.resolve("best")));
  }

  private static Study voc(Path data, Path weights) {
    Ciss start =
        Ciss.dataset("voc")
            .data(data)
            .scenario("15-5")
            .method(Dkd.voc())
            .backbone("resnet18")
            .weights(weights)
            .crop(256)
            .epochs(10);
    return Study.of(start).space("kd=1..20 log", "dkd=1..20 log", "posWeight=1,2,4").trials(20);
  }

  private static Study sample() {
    Ciss start = Ciss.dataset("sample").scenario("3-1").epochs(1).crop(48);
    return Study.of(start).space("kd=1,5").trials(2);
  }

  private static void print(StudyEvent event) {
    if (event instanceof StudyEvent.TrialEnded ended) {
      System.out.printf(
          "trial %d: %.2f%s%n",
          ended.trial().number(), 100 * ended.trial().score(), ended.best() ? ", the best" : "");
    }
  }
}
