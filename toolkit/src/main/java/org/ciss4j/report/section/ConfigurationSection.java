// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.EvaluationProtocol.AbsentClass;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Format;
import org.ciss4j.result.config.Augmentation;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.LabelSpace;

/** Everything that decided the numbers. */
final class ConfigurationSection {
  private ConfigurationSection() {}

  static Document.Section of(Comparison comparison) {
    List<Map<String, String>> values =
        comparison.runs().stream().map(ConfigurationSection::values).toList();
    Set<String> names = new LinkedHashSet<>();
    values.forEach(map -> names.addAll(map.keySet()));
    List<Block.Column> columns = new ArrayList<>();
    columns.add(Block.Column.text("Setting"));
    comparison.runs().forEach(run -> columns.add(Block.Column.text(run.label())));
    List<List<Block.Cell>> rows = names.stream().map(name -> row(name, values)).toList();
    String caption =
        comparison.isSingle()
            ? "All that was asked for."
            : "All that was asked for; what differs is bold.";
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Table(caption, columns, rows));
    comparison.runs().forEach(run -> blocks.addAll(repetition(run, comparison)));
    return new Document.Section("configuration", "Configuration", blocks);
  }

  private static List<Block> repetition(Run run, Comparison comparison) {
    return RepeatCommand.of(run.config())
        .<List<Block>>map(
            command ->
                List.of(
                    new Block.Text("To train it again" + comparison.whose(run) + ":"),
                    new Block.Command(command)))
        .orElse(List.of());
  }

  private static List<Block.Cell> row(String name, List<Map<String, String>> values) {
    List<String> texts =
        values.stream().map(map -> map.getOrDefault(name, Format.UNDEFINED)).toList();
    boolean differs = texts.stream().distinct().count() > 1;
    List<Block.Cell> row = new ArrayList<>();
    row.add(Block.Cell.of(name));
    texts.forEach(text -> row.add(Block.Cell.of(text).withStrong(differs)));
    return row;
  }

  private static Map<String, String> values(Run run) {
    RunConfig config = run.config();
    Map<String, String> values = new LinkedHashMap<>();
    put(values, config.data(), Files.isDirectory(run.root().resolve("saliency")));
    put(values, config.scenario());
    values.put("method", config.method().name());
    values.putAll(config.method().hyperParameters());
    put(values, config.model());
    put(values, config.training());
    values.put("memory images", Integer.toString(config.memory().images()));
    values.put("memory policy", config.memory().policy().label());
    put(values, config.evaluation());
    values.put("seed", Long.toString(config.seed()));
    values.put("seed of the base step", Long.toString(config.seedOf(true)));
    return values;
  }

  private static void put(Map<String, String> values, DataConfig data, boolean computed) {
    values.put("data set", data.dataset());
    values.put("data folder", Objects.requireNonNullElse(data.folder(), "none"));
    values.put("joined folders", listed("none", data.joined()));
    values.put("classes unknown to a folder", data.unknownClasses().label());
    values.put("training list", Objects.requireNonNullElse(data.trainList(), "default"));
    values.put("EXIF orientations", data.exif().label());
    values.put(
        "saliency maps",
        Objects.requireNonNullElse(
            data.saliency(),
            computed ? "computed by OpenCV, and kept in the run's folder saliency" : "none"));
    values.put("replayed images", Objects.requireNonNullElse(data.replay(), "none"));
  }

  private static void put(Map<String, String> values, ScenarioConfig scenario) {
    values.put("scenario", scenario.name());
    values.put("classes", listed("all", scenario.classes()));
    values.put("class order", listed("natural", scenario.classOrder()));
    values.put("setting", scenario.setting().label());
    values.put("void pixels", scenario.rules().voidPixels().label());
    values.put("split seed", Long.toString(scenario.rules().splitSeed()));
  }

  private static String listed(String none, List<?> values) {
    return values.isEmpty()
        ? none
        : values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static void put(Map<String, String> values, ModelConfig model) {
    values.put("backbone", model.backbone());
    values.put("output stride", Integer.toString(model.outputStride()));
    values.put("precision of convolutions", model.precision().label());
    values.put("normalisation", model.freezeBn() ? "as in the weights file" : "learns in step 0");
    values.put("weights", Objects.requireNonNullElse(model.weights(), "random"));
    values.put("partial weights", model.partialWeights() ? "are taken" : "are refused");
  }

  private static void put(Map<String, String> values, EvaluationConfig evaluation) {
    EvaluationProtocol protocol = evaluation.protocol();
    values.put(
        "absent class", protocol.absentClass() == AbsentClass.ZERO ? "counts as 0" : "is left out");
    values.put("background", protocol.backgroundInBase() ? "is a base class" : "is in no mean");
    values.put("scored region", evaluation.region().label());
    values.put("held out", Double.toString(evaluation.heldOut()));
    values.put(
        "future classes",
        protocol.futureLabel() == LabelSpace.VOID ? "are left out" : "count as background");
  }

  private static void put(Map<String, String> values, Training training) {
    values.put("epochs", Integer.toString(training.epochs()));
    values.put("later epochs", Integer.toString(training.epochs(false)));
    values.put(
        "guard", training.guard() == 0 ? "none" : "begins a step again above " + training.guard());
    values.put("batch size", Integer.toString(training.batchSize()));
    values.put("crop", Integer.toString(training.crop()));
    values.put("learning rate", Double.toString(training.learningRate()));
    values.put("later learning rate", Double.toString(training.laterLearningRate()));
    values.put("momentum", Double.toString(training.momentum()));
    values.put("weight decay", Double.toString(training.weightDecay()));
    values.put("power", Double.toString(training.power()));
    values.put("warm-up", Double.toString(training.warmUp()));
    put(values, training.augmentation());
  }

  private static void put(Map<String, String> values, Augmentation augmentation) {
    values.put("augmentation", augmentation.recipe().label());
    values.put("brightness jitter", Double.toString(augmentation.brightness()));
    values.put("contrast jitter", Double.toString(augmentation.contrast()));
    values.put("saturation jitter", Double.toString(augmentation.saturation()));
    values.put("hue jitter", Double.toString(augmentation.hue()));
  }
}
