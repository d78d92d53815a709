// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ciss4j.common.CissException;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;

/**
 * One or more runs whose scores may stand side by side.
 *
 * @param scenario what they have in common; its ids are channels
 * @param runs at least one, each with a step that is done
 */
public record Comparison(Scenario scenario, List<Run> runs) {
  /** Copies the list. */
  public Comparison {
    runs = List.copyOf(runs);
  }

  /**
   * Reads the runs.
   *
   * @throws CissException of kind usage if there is none, one has no step that is done, or they
   *     differ in data set, scenario, class order, setting or evaluation protocol
   */
  public static Comparison of(List<RunDirectory> directories) {
    if (directories.isEmpty()) {
      throw CissException.usage("a report needs the folder of at least one run");
    }
    List<Run> runs = directories.stream().map(Run::read).toList();
    runs.forEach(run -> requireSame(runs.get(0), run));
    return new Comparison(scenario(runs.get(0)), labelled(runs));
  }

  /** A run as it is now, perhaps in the middle of its first step. */
  public static Comparison ofUnfinished(RunDirectory directory) {
    Run run = Run.readUnfinished(directory);
    return new Comparison(scenario(run), List.of(run));
  }

  /** What all runs have in common is the same in the first. */
  RunConfig config() {
    return runs.get(0).config();
  }

  /** Names by channel, background first. */
  public List<String> classNames() {
    return scenario.labelSpace().classNames();
  }

  int baseClasses() {
    return scenario.baseClasses().size();
  }

  /** The channels of a class of the base step and of the background. */
  boolean isBase(int channel) {
    return channel <= baseClasses();
  }

  /** What a caption adds to say whose it is: nothing if there is but one run. */
  String whose(Run run) {
    return isSingle() ? "" : " (" + run.label() + ")";
  }

  boolean isSingle() {
    return runs.size() == 1;
  }

  /** Whether a run learnt all classes at once, though the scenario has several steps. */
  boolean isJoint(Run run) {
    return scenario.stepCount() > 1
        && run.steps().get(0).newClasses().size() == scenario.classOrder().size();
  }

  /** The number of steps that a run has when all are done. */
  public int stepsOf(Run run) {
    return isJoint(run) ? 1 : scenario.stepCount();
  }

  /** Whether all steps of a run are done. */
  boolean isWhole(Run run) {
    return run.steps().size() == stepsOf(run);
  }

  /** Scores of papers for the same classes in the same steps and setting; often there are none. */
  public List<PublishedScore> published() {
    RunConfig config = config();
    return config.scenario().classes().isEmpty()
        ? PublishedScore.of(
            config.data().dataset(), scenario.name(), config.scenario().setting().label())
        : List.of();
  }

  /** How all runs were scored. */
  EvaluationProtocol protocol() {
    return config().evaluation().protocol().on(scenario.labelSpace());
  }

  private static Scenario scenario(Run run) {
    LabelSpace channels = new LabelSpace(run.config().data().dataset(), run.result().classNames());
    return Scenario.parse(run.config().scenario().name(), channels);
  }

  private static void requireSame(Run first, Run other) {
    requireSame("data set", config -> config.data().dataset(), first, other);
    requireSame("scenario", config -> config.scenario().name(), first, other);
    requireSame("setting", config -> config.scenario().setting().label(), first, other);
    requireSame("scored region", config -> config.evaluation().region().label(), first, other);
    requireSame("fraction held out", config -> "" + config.evaluation().heldOut(), first, other);
    requireSame(
        "evaluation protocol", config -> config.evaluation().protocol().toString(), first, other);
    if (!first.result().classNames().equals(other.result().classNames())) {
      throw CissException.usage(
          "%s and %s learn their classes in different orders; compare runs of one class order",
          first.root(), other.root());
    }
  }

  private static void requireSame(
      String what, Function<RunConfig, String> property, Run first, Run other) {
    String expected = property.apply(first.config());
    String found = property.apply(other.config());
    if (!expected.equals(found)) {
      throw CissException.usage(
          "%s has %s %s, but %s has %s; compare runs of one %s",
          first.root(), what, expected, other.root(), found, what);
    }
  }

  /** Labels the runs by as little as tells them apart. */
  private static List<Run> labelled(List<Run> runs) {
    List<Function<Run, String>> labels =
        List.of(
            run -> run.config().method().name(),
            run -> Variant.of(run.config().method()).label(),
            run -> run.config().method().name() + " " + run.config().model().backbone(),
            run -> run.config().method().name() + " seed " + run.config().seed(),
            run -> Objects.toString(run.root().getFileName(), ""));
    for (Function<Run, String> label : labels) {
      List<String> names = runs.stream().map(label).toList();
      if (new HashSet<>(names).size() == runs.size()) {
        return runs.stream().map(run -> run.withLabel(label.apply(run))).toList();
      }
    }
    return IntStream.range(0, runs.size())
        .mapToObj(i -> runs.get(i).withLabel(runs.get(i).config().method().name() + " " + (i + 1)))
        .toList();
  }
}
