// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.data.option.ExifRule;
import org.ciss4j.data.option.UnknownClasses;
import org.ciss4j.graph.option.Precision;
import org.ciss4j.result.ShellWord;
import org.ciss4j.result.config.Augmentation;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.scenario.Setting;

/** The command line that trains a run again. */
public final class RepeatCommand {
  private RepeatCommand() {}

  /** The command with every option that counts; empty if a value has no option. */
  public static Optional<String> of(RunConfig config) {
    return words(config)
        .map(words -> words.stream().map(ShellWord::quoted).collect(Collectors.joining(" ")));
  }

  /** The same word by word: {@code ciss}, the command, and its options and values in turn. */
  public static Optional<List<String>> words(RunConfig config) {
    Lineage lineage = config.lineage();
    if (!lineage.forgotten().isEmpty() || schedule(config.training()).isEmpty()) {
      return Optional.empty();
    }
    if (lineage.extendsAnother()) {
      return Optional.of(extension(config));
    }
    if (!hasOptions(config.evaluation())) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>(List.of("ciss", "train"));
    option(words, "--dataset", config.data().dataset());
    data(words, config.data());
    option(words, "--scenario", config.scenario().name());
    addRules(words, config.scenario(), config.evaluation().onHeldOut());
    config.evaluation().protocol().name().ifPresent(name -> option(words, "--protocol", name));
    if (config.evaluation().onHeldOut()) {
      option(words, "--held-out", config.evaluation().heldOut());
    }
    option(words, "--evaluate", config.evaluation().region().label());
    method(words, config);
    model(words, config.model());
    training(words, config.training(), !config.scenario().name().equals(Scenario.JOINT));
    if (config.memory().replays()) {
      option(words, "--memory", config.memory().images());
      option(words, "--memory-policy", config.memory().policy().label());
    }
    option(words, "--seed", config.seed());
    if (config.baseSeed() != null) {
      option(words, "--base-seed", config.baseSeed());
    }
    return Optional.of(words);
  }

  private static List<String> extension(RunConfig config) {
    Lineage lineage = config.lineage();
    List<String> words = new ArrayList<>(List.of("ciss", "extend"));
    words.add(lineage.from());
    data(words, config.data());
    if (!lineage.testFolder().isEmpty()) {
      option(words, "--test", lineage.testFolder());
    }
    boolean labelled = config.scenario().setting() == Setting.LABELLED;
    option(words, "--known", labelled ? "labelled" : "background");
    lineage.oldFolders().forEach(folder -> option(words, "--old-data", folder));
    if (lineage.ownAnswers()) {
      words.add("--own-answers");
    }
    method(words, config);
    option(words, "--evaluate", config.evaluation().region().label());
    training(words, config.training(), true);
    option(words, "--seed", config.seed());
    return words;
  }

  private static void method(List<String> words, RunConfig config) {
    option(words, "--method", config.method().name());
    config
        .method()
        .hyperParameters()
        .forEach((name, value) -> option(words, "--set", name + "=" + value));
  }

  /** Of one step alone there is no rate of later ones. */
  private static void training(List<String> words, Training training, boolean laterSteps) {
    schedule(training)
        .filter(name -> !name.equals("dkd"))
        .ifPresent(name -> option(words, "--schedule", name));
    option(words, "--epochs", training.epochs());
    int later = schedule(training).map(Training::named).map(Training::laterEpochs).orElse(0);
    if (training.laterEpochs() != later) {
      option(words, "--later-epochs", training.laterEpochs());
    }
    double guard = schedule(training).map(Training::named).map(Training::guard).orElse(0.0);
    if (training.guard() != guard) {
      option(words, "--guard", training.guard());
    }
    option(words, "--batch", training.batchSize());
    option(words, "--crop", training.crop());
    option(words, "--lr", training.learningRate());
    if (laterSteps) {
      option(words, "--later-lr", training.laterLearningRate());
    }
    options(words, training.augmentation());
  }

  private static void data(List<String> words, DataConfig data) {
    data.folders().forEach(folder -> option(words, "--data", folder));
    if (data.unknownClasses() != UnknownClasses.BACKGROUND) {
      option(words, "--unknown-classes", data.unknownClasses().label());
    }
    if (data.trainList() != null) {
      option(words, "--train-list", data.trainList());
    }
    if (data.saliency() != null) {
      option(words, "--saliency", data.saliency());
    }
    if (data.replay() != null) {
      option(words, "--replay", data.replay());
    }
    if (data.exif() != ExifRule.AUTO) {
      option(words, "--exif", data.exif().label());
    }
  }

  private static void model(List<String> words, ModelConfig model) {
    option(words, "--backbone", model.backbone());
    option(words, "--output-stride", model.outputStride());
    if (model.precision() != Precision.FLOAT32) {
      option(words, "--precision", model.precision().label());
    }
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

  private static void addRules(List<String> words, ScenarioConfig scenario, boolean heldOut) {
    if (!scenario.classes().isEmpty()) {
      option(words, "--classes", joined(scenario.classes()));
    }
    if (!scenario.classOrder().isEmpty()) {
      option(words, "--class-order", joined(scenario.classOrder()));
    }
    option(words, "--setting", scenario.setting().label());
    option(words, "--void", scenario.rules().voidPixels().label());
    // Where it decides nothing, it is no option that one may name.
    if (heldOut || scenario.setting() == Setting.PARTITIONED) {
      option(words, "--split-seed", scenario.rules().splitSeed());
    }
  }

  /** Momentum and its like have no option but a schedule that has them. */
  private static Optional<String> schedule(Training training) {
    return Stream.concat(Stream.of("dkd", "small"), Training.names().stream())
        .filter(name -> training.isLike(Training.named(name)))
        .findFirst();
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
    words.add(value.toString());
  }

  private static String joined(List<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
