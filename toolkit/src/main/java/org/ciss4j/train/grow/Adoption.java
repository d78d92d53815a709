// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train.grow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ciss4j.method.Dkd;
import org.ciss4j.method.Method;
import org.ciss4j.method.SoftmaxJoint;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.OutputFolder;
import org.ciss4j.result.Provenance;
import org.ciss4j.result.RunCopy;
import org.ciss4j.result.RunResult;
import org.ciss4j.result.StepResult;
import org.ciss4j.result.config.DataConfig;
import org.ciss4j.result.config.EvaluationConfig;
import org.ciss4j.result.config.ModelConfig;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.config.ScenarioConfig;
import org.ciss4j.result.config.Training;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;
import org.ciss4j.train.Checkpoints;
import org.ciss4j.train.InitialWeights;
import org.ciss4j.train.MethodConfigs;
import org.ciss4j.train.Model;
import org.ciss4j.train.Provenances;
import org.ciss4j.train.RunControl;
import org.ciss4j.train.RunListener;
import org.jspecify.annotations.Nullable;

/**
 * Makes a run of a network that was trained elsewhere, such as a checkpoint of DKD's official code
 * or a DeepLabV3 of torchvision: one step, which nobody has scored yet.
 */
public final class Adoption {
  private Adoption() {}

  /**
   * Writes the run.
   *
   * @param file weights of a whole network
   * @param model its backbone and output stride
   * @param names of its classes, in the order of its outputs, background left out; null for those
   *     of PASCAL VOC, which torchvision's networks have
   * @param out folder of the run, empty or missing
   * @throws org.ciss4j.common.CissException of kind usage if the file is no such network, or has
   *     another number of classes
   */
  public static RunResult adopt(
      Path file,
      ModelConfig model,
      @Nullable List<String> names,
      Path out,
      RunListener listener,
      RunControl control) {
    OutputFolder.requireFree(out);
    InitialWeights.Adopted adopted =
        new InitialWeights(file, false).adopt(Model.of(model).network(), names, listener);
    Method method = adopted.background() ? SoftmaxJoint.standard() : Dkd.voc();
    List<String> channels =
        Stream.concat(Stream.of("background"), adopted.names().stream()).toList();
    RunConfig config = config(method, model.withWeights(file.toString(), false), channels);
    RunCopy made = RunCopy.empty(config, channels, out);
    made.made().write(adopted.origin());
    new Checkpoints(made.made(), 0).saveModel(0, Map.of(), adopted.parameters());
    Provenance provenance = Provenances.adopted(adopted.origin(), control);
    made.made().write(provenance);
    made.made().write(unscored(adopted.names()));
    made.made().write(made.made().provenance().endedAt(provenance.sessions().get(0).started()));
    return made.finish().result();
  }

  private static RunConfig config(Method method, ModelConfig model, List<String> channels) {
    LabelSpace unused = new LabelSpace("folder", channels); // It checks the names.
    return new RunConfig(
        DataConfig.of(unused.name()),
        ScenarioConfig.of(Scenario.nameOf(List.of(channels.size() - 1)))
            .withVoidPixels(method.voidPixels()),
        MethodConfigs.of(method),
        model,
        Training.voc(),
        EvaluationConfig.standard(),
        1);
  }

  private static StepResult unscored(List<String> names) {
    ConfusionMatrix nothing = new ConfusionMatrix(names.size() + 1);
    Scores scores = Scores.of(nothing, names.size(), EvaluationProtocol.plop());
    return new StepResult(0, names, 0, 0, nothing, scores);
  }
}
