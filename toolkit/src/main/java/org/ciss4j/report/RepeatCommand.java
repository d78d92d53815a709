// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ciss4j.result.Augmentation;
import org.ciss4j.result.EvaluationConfig;
import org.ciss4j.result.ModelConfig;
import org.ciss4j.result.RunConfig;
import org.ciss4j.result.ScenarioConfig;
import org.ciss4j.result.ShellWord;
import org.ciss4j.result.Training;
import org.ciss4j.scenario.ExifRule;

/** The command line that trains a run again. */
public final class RepeatCommand {
  private RepeatCommand() {}

  /** The command with every option that counts; empty if a value has no option. */
  public static Optional<String> of(RunConfig config) {
    if (!hasOptions(config.training()) || !hasOptions(config.evaluation())) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(List.of("ciss", "train"));
    option(words, "--dataset", config.data().dataset());
    if (config.data().folder() != null) {
      option(words, "--data", config.data().folder());
    }
    if (config.data().trainList() != null) {
      option(words, "--train-list", config.data().trainList());
    }
    if (config.data().exif() != ExifRule.AUTO) {
      option(words, "--exif", config.data().exif().label());
    }
    option(words, "--scenario", config.scenario().name());
    addRules(words, config.scenario());
    config.evaluation().protocol().name().ifPresent(name -> option(words, "--protocol", name));
    if (config.evaluation().onHeldOut()) {
      option(words, "--held-out", config.evaluation().heldOut());
    }
    option(words, "--evaluate", config.evaluation().region().label());
    option(words, "--method", config.method().name());
    config
        .method()
        .hyperParameters()
        .forEach((name, value) -> option(words, "--set", name + "=" + value));
    model(words, config.model());
    option(words, "--epochs", config.training().epochs());
    option(words, "--batch", config.training().batchSize());
    option(words, "--crop", config.training().crop());
    option(words, "--lr", config.training().learningRate());
    option(words, "--later-lr", config.training().laterLearningRate());
    options(words, config.training().augmentation());
    if (config.memory().replays()) {
      option(words, "--memory", config.memory().images());
      option(words, "--memory-policy", config.memory().policy().label());
    }
    option(words, "--seed", config.seed());
    return Optional.of(String.join(" ", words));
  }

  private static void model(List<String> words, ModelConfig model) {
    option(words, "--backbone", model.backbone());
    option(words, "--output-stride", model.outputStride());
    if (model.freezeBn()) {
      words.add("--freeze-bn");
    }
    if (model.weights() != null) {
      option(words, "--weights", model.weights());
    }
    if (model.partialWeights()) {
      words.add("--partial-weights");
    }
  }

  private static void addRules(List<String> words, ScenarioConfig scenario) {
    if (!scenario.classes().isEmpty()) {
      option(words, "--classes", joined(scenario.classes()));
    }
    if (!scenario.classOrder().isEmpty()) {
      option(words, "--class-order", joined(scenario.classOrder()));
    }
    option(words, "--setting", scenario.setting().label());
    option(words, "--void", scenario.rules().voidPixels().label());
    option(words, "--split-seed", scenario.rules().splitSeed());
  }

  /** Momentum and its like are the same on all data sets and have no option. */
  private static boolean hasOptions(Training training) {
    Training standard = Training.voc();
    return training.momentum() == standard.momentum()
        && training.weightDecay() == standard.weightDecay()
        && training.power() == standard.power()
        && training.warmUp() == standard.warmUp();
  }

  /** Only protocols of papers have a name. */
  private static boolean hasOptions(EvaluationConfig evaluation) {
    return evaluation.protocol().name().isPresent();
  }

  private static void options(List<String> words, Augmentation augmentation) {
    option(words, "--augmentation", augmentation.recipe().label());
    if (augmentation.movesColours()) {
      option(
          words,
          "--colour-jitter",
          augmentation.colours().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
  }

  private static void option(List<String> words, String name, Object value) {
    words.add(name);
    words.add(ShellWord.quoted(value.toString()));
  }

  private static String joined(List<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
