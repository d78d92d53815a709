// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.List;
import java.util.stream.IntStream;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.train.evaluate.TestTimeAugmentation;
import org.jspecify.annotations.Nullable;

/**
 * Scores of one network for other programs; fractions, null where there is no value.
 *
 * @param data folder of the images; null for none
 * @param region what is scored of each image: crop or full
 * @param scales at which each image was shown, the largest first
 * @param flip whether each was shown mirrored as well
 * @param step of the network
 * @param images how many were scored
 * @param base mIoU of the base classes, with background if the protocol says so
 * @param novel mIoU of the classes of later steps
 * @param all mIoU of both
 * @param harmonic harmonic mean of base and novel
 * @param classes by channel
 */
public record EvaluationJson(
    @Nullable String data,
    String region,
    List<Double> scales,
    boolean flip,
    int step,
    int images,
    @Nullable Double base,
    @Nullable Double novel,
    @Nullable Double all,
    @Nullable Double harmonic,
    List<ClassScore> classes) {

  /**
   * Scores of a class.
   *
   * @param name its name
   * @param learnt at this step; false for those before
   * @param iou its IoU
   * @param pixels that are of it
   */
  record ClassScore(String name, boolean learnt, @Nullable Double iou, long pixels) {}

  /** The last step of a result, for which images were shown like this. */
  public static EvaluationJson of(RunResult result, TestTimeAugmentation shown) {
    StepResult step = result.last();
    RunConfig config = result.config();
    return new EvaluationJson(
        config.data().folders().isEmpty() ? null : String.join(", ", config.data().folders()),
        config.evaluation().region().label(),
        shown.scales(),
        shown.flip(),
        step.step(),
        step.testImages(),
        number(step.scores().base()),
        number(step.scores().novel()),
        number(step.scores().all()),
        number(step.scores().hIoU()),
        IntStream.range(LabelSpace.BACKGROUND, step.scores().iou().size())
            .mapToObj(channel -> score(result, step, channel))
            .toList());
  }

  private static ClassScore score(RunResult result, StepResult step, int channel) {
    String name = result.classNames().get(channel);
    return new ClassScore(
        name,
        channel > 0 && step.newClasses().contains(name),
        number(step.scores().iou().get(channel)),
        step.confusion().truthCount(channel));
  }

  private static @Nullable Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
