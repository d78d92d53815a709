// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Seeds;
import org.ciss4j.data.StepImages;
import org.ciss4j.data.batch.CandidateBatches;
import org.ciss4j.data.batch.Crop;
import org.ciss4j.data.batch.ImagePipeline;
import org.ciss4j.data.batch.Replay;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.result.MemoryImage;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.MemoryConfig;
import org.ciss4j.result.config.MemoryConfig.Policy;
import org.ciss4j.result.store.Patience;
import org.ciss4j.scenario.LabelView;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;
import org.ciss4j.train.evaluate.CandidateClasses;
import org.ciss4j.train.evaluate.Evaluator;

/**
 * What the steps of a run replay. Before each later step images are chosen from those of the step
 * before and from the memory that it replayed itself, and written into the run directory, from
 * where the next choice reads them. Held-out images are among no step's and thus never in a memory.
 */
final class ReplayMemory {
  private final Experiment experiment;
  private final MemoryConfig config;
  private final StepImages images;
  private final RunDirectory directory;
  private final RunListener listener;

  ReplayMemory(
      Experiment experiment, StepImages images, RunDirectory directory, RunListener listener) {
    this.experiment = experiment;
    this.config = experiment.memory();
    this.images = images;
    this.directory = directory;
    this.listener = listener;
  }

  /**
   * Chooses what a step replays; what was chosen before the run was interrupted stays.
   *
   * @param parameters of the network as the step before left it
   */
  Replay before(Step step, Parameters parameters) {
    if (!config.replays() || step.isBase()) {
      return Replay.none();
    }
    if (!Patience.exists(directory.step(step.index()).memoryFile())) {
      directory.step(step.index()).writeMemory(choose(step, parameters));
    }
    List<MemoryImage> chosen = directory.step(step.index()).memory();
    listener.on(new RunEvent.MemoryChosen(step.index(), chosen, config.images()));
    return replay(step, chosen);
  }

  private List<MemoryImage> choose(Step step, Parameters parameters) {
    Seeds seeds = new Seeds(experiment.seed()).child("memory/step" + step.index());
    Map<String, Set<Integer>> candidates = candidates(step, parameters, seeds);
    List<MemoryImage> chosen =
        experiment
            .method()
            .rehearsal()
            .choose(candidates, step.oldClasses(), config.images(), seeds);
    requireAmong(candidates, chosen);
    return chosen;
  }

  /** A method of a user's own may choose what it likes, but not what it was not shown. */
  private void requireAmong(Map<String, Set<Integer>> candidates, List<MemoryImage> chosen) {
    Set<String> seen = new HashSet<>();
    for (MemoryImage image : chosen) {
      Set<Integer> known = candidates.get(image.id());
      boolean shown = known != null && known.containsAll(image.classes());
      if (!shown || !seen.add(image.id())) {
        throw CissException.failure(
            "method %s remembers image %s %s; its rehearsal may choose each candidate once, with"
                + " classes that it is known to show",
            experiment.method().name(),
            image.id(),
            shown ? "twice" : "with classes " + image.classes() + ", which was no candidate");
      }
    }
    if (chosen.size() > config.images()) {
      throw CissException.failure(
          "method %s remembers %d images, and the memory is of %d; have its rehearsal choose fewer",
          experiment.method().name(), chosen.size(), config.images());
    }
  }

  /** The images of the step before, and those of its memory with what was known of them then. */
  private Map<String, Set<Integer>> candidates(Step step, Parameters parameters, Seeds seeds) {
    Step previous = experiment.trained().get(step.index() - 1);
    Map<String, Set<Integer>> candidates = new TreeMap<>(classes(previous, parameters, seeds));
    if (!previous.isBase()) {
      for (MemoryImage image : directory.step(previous.index()).memory()) {
        candidates.computeIfAbsent(image.id(), id -> new TreeSet<>()).addAll(image.classes());
      }
    }
    return candidates;
  }

  private Map<String, Set<Integer>> classes(Step previous, Parameters parameters, Seeds seeds) {
    List<String> ids = images.training(previous);
    LabelView view =
        new LabelView(images.scenario(), previous, images.rules().setting(), VoidPixels.IGNORED);
    CandidateBatches batches =
        new CandidateBatches(
            experiment.dataset(),
            ids,
            view,
            pipeline(),
            seeds.child("crop"),
            experiment.loading(experiment.evaluationBatch()));
    // All classes so far are labelled in the base step, so that there is nothing to complete.
    try (Evaluator network = previous.isBase() ? null : sure(previous, parameters)) {
      return new CandidateClasses(network, view)
          .of(
              batches,
              (done, total) ->
                  listener.on(new RunEvent.MemoryCandidates(previous.index() + 1, done, total)),
              ids.size());
    }
  }

  private ImagePipeline pipeline() {
    return switch (config.policy()) {
      case PAPER -> ImagePipeline.of(Crop.center(experiment.training().crop()));
      case OFFICIAL -> experiment.pipeline();
    };
  }

  /** Labels pixels whose probability is at least that of the policy. */
  private Evaluator sure(Step previous, Parameters parameters) {
    float probability = config.policy() == Policy.PAPER ? 0.7f : 0.9f;
    return new Evaluator(
        experiment.network(),
        experiment.method().headLayout(experiment.trained(), previous),
        parameters,
        experiment.method().decision().sure(probability));
  }

  private Replay replay(Step step, List<MemoryImage> chosen) {
    List<Replay.Image> replayed =
        chosen.stream()
            .map(image -> new Replay.Image(image.id(), labelled(image.id(), step)))
            .toList();
    return new Replay(
        replayed,
        switch (config.policy()) {
          case PAPER -> Replay.Mixing.HALF_OF_EACH_BATCH;
          case OFFICIAL -> Replay.Mixing.APPENDED;
        });
  }

  /**
   * Of the classes that steps showed in an image, those that the policy lets training see again.
   */
  private Set<Integer> labelled(String id, Step step) {
    Set<Integer> labelled = images.labelledClasses(id, step);
    if (config.policy() == Policy.OFFICIAL) {
      labelled.retainAll(images.view(step).labelledClasses());
    }
    return labelled;
  }

  /** Whether replayed images come with labels that the step's own do not have. */
  boolean labelsOldClasses(Replay replay) {
    return config.policy() == Policy.PAPER && !replay.images().isEmpty();
  }

  /** How many images join those of a step, if there are as many as wanted. */
  int expectedToAppend(Step step) {
    if (!config.replays() || step.isBase() || config.policy() == Policy.PAPER) {
      return 0;
    }
    Set<String> candidates = new TreeSet<>();
    experiment.trained().steps().subList(0, step.index()).stream()
        .map(images::training)
        .forEach(candidates::addAll);
    return Math.min(config.images(), candidates.size());
  }
}
