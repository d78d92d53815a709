// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.examples;

import java.nio.file.Path;
import org.ciss4j.Ciss;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StepResult;
import org.ciss4j.train.RunListener;

/**
 * Scores a published checkpoint of DKD's official code on PASCAL VOC 15-1, which needs no run.
 *
 * <p>Arguments: a folder to write into; the folder that holds {@code VOCdevkit}; the checkpoint,
 * {@code .pth} or {@code .safetensors}; the step that it was trained to, 5 for the last one.
 */
public final class EvaluateCheckpoint {
  private EvaluateCheckpoint() {}

  /** Runs the example. */
  public static void main(String[] args) {
    StepResult result = args.length == 4 ? published(args) : own(Path.of(args[0]));
    Scores scores = result.scores();
    System.out.printf(
        "step %d: mIoU base %.2f, novel %.2f, all %.2f, on %d images%n",
        result.step(),
        100 * scores.base(),
        100 * scores.novel(),
        100 * scores.all(),
        result.testImages());
  }

  private static StepResult published(String[] args) {
    return Ciss.dataset("voc")
        .data(Path.of(args[1]))
        .scenario("15-1")
        .backbone("resnet101")
        .evaluateWeights(Path.of(args[2]), Integer.parseInt(args[3]), RunListener.none());
  }

  /** Trains a tiny network and scores its file as if somebody else had published it. */
  private static StepResult own(Path folder) {
    Ciss ciss = Ciss.dataset("sample").scenario("3-1").epochs(1).crop(48);
    ciss.train(folder);
    Path checkpoint = RunDirectory.open(folder).step(1).model();
    return ciss.evaluateWeights(checkpoint, 1, RunListener.none());
  }
}
