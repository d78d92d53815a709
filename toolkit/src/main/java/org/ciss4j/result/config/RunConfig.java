// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.config;

import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.common.CissException;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Upgrade;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the numbers of a run, in words and numbers.
 *
 * @param data which images and labels
 * @param scenario which classes come when, and what a step sees of the data
 * @param method how classes are learnt
 * @param model what is trained
 * @param training how each step is optimised
 * @param memory what later steps replay
 * @param evaluation how each step is scored
 * @param seed root of all that is random
 * @param lineage where the steps come from that the run has not trained itself
 * @param baseSeed the seed of the base step, where that is another; null for the same
 */
public record RunConfig(
    DataConfig data,
    ScenarioConfig scenario,
    MethodConfig method,
    ModelConfig model,
    Training training,
    MemoryConfig memory,
    EvaluationConfig evaluation,
    long seed,
    Lineage lineage,
    @Nullable Long baseSeed) {
  private static final String BEST = "best.json";

  /** What was added to configurations one after the other, or may be null; as JSON. */
  private static final String DEFAULTS =
      """
      {
        "data": {
          "folder": null, "joined": [], "unknownClasses": "BACKGROUND", "trainList": null,
          "exif": "AUTO", "saliency": null, "replay": null
        },
        "scenario": {
          "classes": [],
          "classOrder": [],
          "rules": {"voidPixels": "BACKGROUND", "splitSeed": 0}
        },
        "method": {"hyperParameters": {}},
        "model": {
          "outputStride": 16, "freezeBn": false, "weights": null, "partialWeights": false,
          "precision": "FLOAT32"
        },
        "training": {
          "augmentation": {
            "recipe": "DKD", "brightness": 0.0, "contrast": 0.0, "saturation": 0.0, "hue": 0.0
          },
          "laterEpochs": 0, "guard": 0.0
        },
        "memory": {"images": 0, "policy": "PAPER"},
        "evaluation": {
          "protocol": {"absentClass": "ZERO", "backgroundInBase": true, "futureLabel": 0},
          "heldOut": 0.0,
          "region": "CROP"
        },
        "lineage": {
          "from": "", "background": "", "steps": [{"joined": []}], "newClasses": [],
          "forgotten": [{"joined": []}],
          "testFolder": "", "oldFolders": [], "ownAnswers": false
        },
        "baseSeed": null
      }
      """;

  /** For files that are a configuration. */
  public static final Upgrade UPGRADE = Upgrade.missing(DEFAULTS);

  /** That trains all its steps. */
  public RunConfig(
      DataConfig data,
      ScenarioConfig scenario,
      MethodConfig method,
      ModelConfig model,
      Training training,
      MemoryConfig memory,
      EvaluationConfig evaluation,
      long seed) {
    this(data, scenario, method, model, training, memory, evaluation, seed, Lineage.none(), null);
  }

  /** With nothing replayed. */
  public RunConfig(
      DataConfig data,
      ScenarioConfig scenario,
      MethodConfig method,
      ModelConfig model,
      Training training,
      EvaluationConfig evaluation,
      long seed) {
    this(data, scenario, method, model, training, MemoryConfig.none(), evaluation, seed);
  }

  /**
   * What is best of all that a study has tried.
   *
   * @param study folder of the study, where {@code best.json} says so
   * @throws CissException of kind usage if it does not
   */
  public static RunConfig best(Path study) {
    Path file = study.resolve(BEST);
    if (!Files.isRegularFile(file)) {
      throw CissException.usage(
          "%s; name the folder that ciss tune wrote",
          Files.isDirectory(study)
              ? study + " holds no study that has finished a trial: it has no " + BEST
              : "study " + study + " does not exist");
    }
    RunConfig config = JsonFile.readSealed(file, RunConfig.class, UPGRADE);
    if (config.evaluation().onHeldOut()) {
      throw CissException.failure(
          "%s is not what a study wrote: it holds images out; restore it, or have it written again:"
              + " ciss tune --resume %s",
          file, study);
    }
    return config;
  }

  /**
   * For files that have a configuration in them.
   *
   * @param frame JSON in the form of the file; {@code %s} is where the configuration stands
   */
  public static Upgrade upgradeIn(String frame) {
    return Upgrade.missing(frame.replace("%s", DEFAULTS));
  }

  /** Writes it where {@link #best} finds it. */
  public void writeBest(Path study) {
    JsonFile.writeSealed(study.resolve(BEST), this);
  }

  /** The same on this data. */
  public RunConfig withData(DataConfig other) {
    return new RunConfig(
        other, scenario, method, model, training, memory, evaluation, seed, lineage, baseSeed);
  }

  /** The same with this scenario. */
  public RunConfig withScenario(ScenarioConfig other) {
    return new RunConfig(
        data, other, method, model, training, memory, evaluation, seed, lineage, baseSeed);
  }

  /** The same with this method. */
  public RunConfig withMethod(MethodConfig other) {
    return new RunConfig(
        data, scenario, other, model, training, memory, evaluation, seed, lineage, baseSeed);
  }

  /** The same with this model. */
  public RunConfig withModel(ModelConfig other) {
    return new RunConfig(
        data, scenario, method, other, training, memory, evaluation, seed, lineage, baseSeed);
  }

  /** The same with each step optimised like this. */
  public RunConfig withTraining(Training other) {
    return new RunConfig(
        data, scenario, method, model, other, memory, evaluation, seed, lineage, baseSeed);
  }

  /** The same with this replayed. */
  public RunConfig withMemory(MemoryConfig other) {
    return new RunConfig(
        data, scenario, method, model, training, other, evaluation, seed, lineage, baseSeed);
  }

  /** The same with each step scored like this. */
  public RunConfig withEvaluation(EvaluationConfig other) {
    return new RunConfig(
        data, scenario, method, model, training, memory, other, seed, lineage, baseSeed);
  }

  /** The same with another seed. */
  public RunConfig withSeed(long other) {
    return new RunConfig(
        data, scenario, method, model, training, memory, evaluation, other, lineage, baseSeed);
  }

  /** The same whose base step has this seed; null for that of the run. */
  public RunConfig withBaseSeed(@Nullable Long other) {
    return new RunConfig(
        data, scenario, method, model, training, memory, evaluation, seed, lineage, other);
  }

  /** Root of all that is random in a step. */
  public long seedOf(boolean baseStep) {
    return baseStep && baseSeed != null ? baseSeed : seed;
  }

  /** The same with steps that come from there. */
  public RunConfig withLineage(Lineage other) {
    return new RunConfig(
        data, scenario, method, model, training, memory, evaluation, seed, other, baseSeed);
  }

  /**
   * Name of a folder for this run: data set, scenario, setting, method, backbone, memory if there
   * is one, and seed.
   */
  public String directoryName() {
    return String.join(
        "_",
        data.dataset(),
        scenario.name(),
        scenario.setting().label(),
        method.name(),
        model.backbone(),
        memory.replays()
            ? "m" + memory.images() + "-" + memory.policy().label() + "_s" + seed
            : "s" + seed);
  }
}
