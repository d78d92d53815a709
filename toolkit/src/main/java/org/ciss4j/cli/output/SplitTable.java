// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.data.IdList;
import org.ciss4j.data.StepImages;
import org.ciss4j.scenario.ClassNames;
import org.ciss4j.scenario.Step;

/**
 * What {@code ciss split} prints; the components are those of its JSON form.
 *
 * @param dataset name of the data set
 * @param scenario its name
 * @param setting which images and labels a step sees
 * @param voidPixels what training makes of void
 * @param splitSeed decides what is drawn about images
 * @param heldOutImages number of all images that are held out
 * @param steps in order
 */
public record SplitTable(
    String dataset,
    String scenario,
    String setting,
    String voidPixels,
    long splitSeed,
    int heldOutImages,
    List<Row> steps) {

  /**
   * A step. The hashes are of the ids in the order of the data set, in UTF-8, each ended by a line
   * feed.
   */
  record Row(
      int step,
      List<Integer> newClasses,
      List<String> newClassNames,
      int trainImages,
      int testImages,
      int heldOutImages,
      String trainSha256,
      String testSha256,
      String heldOutSha256) {

    private static Row of(StepImages images, Step step) {
      IdList train = new IdList(images.training(step));
      IdList test = new IdList(images.test(step));
      IdList heldOut = new IdList(images.heldOut(step));
      return new Row(
          step.index(),
          step.newClasses(),
          step.newClasses().stream().map(images.index().labelSpace()::nameOf).toList(),
          train.ids().size(),
          test.ids().size(),
          heldOut.ids().size(),
          train.sha256(),
          test.sha256(),
          heldOut.sha256());
    }

    private String text(boolean withHeldOut) {
      return String.format(
          Locale.ROOT,
          "%4d %7d%s %7d  %s",
          step,
          trainImages,
          withHeldOut ? String.format(Locale.ROOT, " %8d", heldOutImages) : "",
          testImages,
          classes());
    }

    private String classes() {
      return ClassNames.line(
          IntStream.range(0, newClasses.size())
              .mapToObj(i -> newClasses.get(i) + " " + newClassNames.get(i))
              .toList());
    }
  }

  /** The table of these images. */
  public static SplitTable of(StepImages images) {
    return new SplitTable(
        images.index().name(),
        images.scenario().name(),
        images.rules().setting().label(),
        images.rules().voidPixels().label(),
        images.rules().splitSeed(),
        images.heldOut().size(),
        images.scenario().steps().stream().map(step -> Row.of(images, step)).toList());
  }

  /** What is odd: steps without an image, which cannot be trained, a line each. */
  public List<String> remarks() {
    return steps.stream()
        .filter(row -> row.trainImages == 0)
        .map(
            row ->
                String.format(
                    Locale.ROOT,
                    "step %d has no training image: none shows %s; it cannot be trained",
                    row.step,
                    row.classes()))
        .toList();
  }

  /** A line for each step, under a heading. */
  public String text() {
    boolean withHeldOut = heldOutImages > 0;
    Stream<String> head =
        Stream.of(
            scenario + " " + setting,
            "step   train" + (withHeldOut ? " held-out" : "") + "    test  new classes");
    return Stream.concat(head, steps.stream().map(row -> row.text(withHeldOut)))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
