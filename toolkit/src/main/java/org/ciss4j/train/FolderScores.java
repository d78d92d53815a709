// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.FileNames;
import org.ciss4j.data.Split;
import org.ciss4j.data.set.FolderDataset;
import org.ciss4j.data.set.MatchedDataset;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.StepRules;
import org.ciss4j.train.evaluate.TestTimeAugmentation;

/** Scores the network of a run on a folder of labelled images, its classes matched by name. */
public final class FolderScores {
  private FolderScores() {}

  /**
   * Whether a folder of labelled images is other data than that of a run, which may have moved.
   *
   * @param moved the run's configuration with the folder for its data
   */
  public static boolean isOther(RunDirectory run, RunConfig moved, Path folder) {
    if (!FolderDataset.isOne(folder)) {
      return false;
    }
    try {
      String found = Experiment.of(moved).fingerprint();
      return !run.hasBegun() || !found.equals(run.provenance().dataFingerprint());
    } catch (CissException e) {
      return true; // It is not even data of this kind.
    }
  }

  /**
   * How a run is scored there: means leave classes out that are neither in the labels nor in the
   * answers.
   */
  public static EvaluationConfig evaluation(EvaluationConfig stored) {
    EvaluationProtocol protocol = stored.protocol();
    return stored
        .withHeldOut(0)
        .withProtocol(
            new EvaluationProtocol(
                EvaluationProtocol.AbsentClass.SKIP,
                protocol.backgroundInBase(),
                protocol.futureLabel()));
  }

  /**
   * Scores a step on all images of a folder or, if it has lists, on those of {@code val.txt}.
   * Changes nothing on disk.
   *
   * @param config of the run, scored as is wanted
   * @param shown how the network is shown each image
   * @throws CissException of kind usage if the run has no such step, or the folder labels none of
   *     its classes, or no image shows one
   */
  public static StepResult of(
      RunDirectory run,
      RunConfig config,
      int step,
      Path folder,
      TestTimeAugmentation shown,
      RunListener listener) {
    Scenario scenario = run.scenario();
    MatchedDataset dataset = MatchedDataset.toScore(scenario.labelSpace(), folder);
    Experiment experiment =
        new Experiment(
            dataset,
            scenario,
            new StepRules(config.scenario().setting(), config.scenario().rules().voidPixels(), 0),
            MethodConfigs.method(config),
            Model.of(config.model()),
            config.training(),
            MemoryConfig.none(),
            evaluation(config.evaluation()),
            config.seed());
    Step wanted = experiment.trained().get(Checkpoints.requireDone(run, step));
    Parameters parameters = Fit.load(run, step, experiment.network(), experiment.layout(wanted));
    Preflight.data(experiment, listener);
    remark(dataset, wanted, listener);
    remarkIfLearntFrom(config, folder, listener);
    StepScorer scorer = new StepScorer(experiment, experiment.images(), shown, listener);
    if (scorer.ids(wanted).isEmpty()) {
      throw CissException.usage(
          "no image of %s that is scored shows a class of the model: none shows %s; name data that"
              + " does",
          folder, experiment.names(wanted.seenClasses()));
    }
    return scorer.score(wanted, parameters, dataset.ids(Split.TEST));
  }

  /** Scores of images that a network has learnt from say nothing of others. */
  public static void remarkIfLearntFrom(RunConfig config, Path folder, RunListener listener) {
    boolean learnt =
        Stream.concat(
                config.lineage().steps().stream().flatMap(step -> step.folders().stream()),
                config.data().folders().stream())
            .anyMatch(data -> isSame(FileNames.path(data), folder));
    if (learnt && !FolderDataset.listsTestImages(folder)) {
      listener.on(
          new RunEvent.Remark(
              "warning: the run has learnt from images of "
                  + folder
                  + ", and all of them are scored; name images that it has not seen, or list them"
                  + " in val.txt there"));
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  /** What makes scores other than they look. */
  public static void remark(MatchedDataset dataset, Step step, RunListener listener) {
    List<String> unknown = dataset.unknown();
    if (!unknown.isEmpty()) {
      listener.on(
          new RunEvent.Remark(
              "classes that the model does not know count as "
                  + dataset.labelSpace().nameOf(0)
                  + ": "
                  + String.join(", ", unknown)));
    }
    List<Integer> labelled = dataset.labelled(Split.TEST);
    List<String> missing =
        step.seenClasses().stream()
            .filter(id -> !labelled.contains(id))
            .map(dataset.labelSpace()::nameOf)
            .toList();
    if (!missing.isEmpty()) {
      listener.on(
          new RunEvent.Remark(
              "classes that are not labelled there, so that pixels taken for them are wrong: "
                  + String.join(", ", missing)));
    }
  }
}
