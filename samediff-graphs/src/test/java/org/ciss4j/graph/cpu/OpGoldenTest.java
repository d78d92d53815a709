// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.ConvOptions;
import org.ciss4j.graph.option.SignRule;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Our ops, put together as the official DKD code puts its own, against numbers of that code. */
class OpGoldenTest {

  /** Builds a scalar loss from a model. */
  @FunctionalInterface
  private interface Loss {
    SDVariable of(Model model);
  }

  /** Takes the positive or the negative scores. */
  @FunctionalInterface
  private interface Part {
    SDVariable of(Ops.Scores scores);
  }

  /**
   * Features [B, D, h, w] and the classifier of a case. Row 0 of its weights is the auxiliary
   * classifier, which sees the features behind a stopped gradient.
   */
  private record Model(
      Golden golden,
      SameDiff graph,
      SDVariable features,
      SDVariable auxiliaryWeight,
      SDVariable weight,
      SDVariable auxiliaryBias,
      SDVariable bias) {

    static Model of(Golden golden) {
      SameDiff graph = Graphs.create();
      INDArray weight = golden.array("weight");
      INDArray bias = golden.array("bias");
      return new Model(
          golden,
          graph,
          graph.var("features", golden.array("features")),
          graph.var("auxiliaryWeight", rows(weight, 0, 1)),
          graph.var("weight", rows(weight, 1, weight.size(0))),
          graph.var("auxiliaryBias", rows(bias, 0, 1)),
          graph.var("bias", rows(bias, 1, bias.size(0))));
    }

    SDVariable smallLogits() {
      SDVariable f = Backend.CPU.ops().channelsLast(features);
      SDVariable auxiliary =
          logits(Backend.CPU.ops().stopGradient(f), auxiliaryWeight, auxiliaryBias);
      return Backend.CPU
          .ops()
          .channelsFirst(Backend.CPU.ops().concatChannels(auxiliary, logits(f, weight, bias)));
    }

    private SDVariable logits(SDVariable f, SDVariable weight, SDVariable bias) {
      return Backend.CPU
          .ops()
          .conv2d(
              f,
              weight.reshape(weight.getArr().size(0), weight.getArr().size(1), 1, 1),
              bias,
              ConvOptions.PLAIN);
    }

    SDVariable logits() {
      INDArray reference = Nd4j.zeros(1, 1, golden.integer("H"), golden.integer("W"));
      return Backend.CPU
          .ops()
          .resizeLike(smallLogits(), graph.constant(reference))
          .rename("logits");
    }

    SDVariable classes(SDVariable logits, int from, int count) {
      int[] begin = {0, from, 0, 0};
      int[] size = {golden.integer("B"), count, (int) height(logits), (int) width(logits)};
      return graph.slice(logits, begin, size);
    }

    private long height(SDVariable logits) {
      return golden.integer(logits.name().equals("logits") ? "H" : "h");
    }

    private long width(SDVariable logits) {
      return golden.integer(logits.name().equals("logits") ? "W" : "w");
    }

    int oldClasses() {
      return golden.integer("n_old_classes");
    }

    SDVariable constant(String name) {
      return graph.constant(name, golden.array(name));
    }

    Ops.Scores scores(SignRule rule) {
      return Backend.CPU
          .ops()
          .decomposedLogits(Backend.CPU.ops().channelsLast(features), weight, rule);
    }

    /** The old model's scores, as probabilities. */
    SDVariable oldTarget(String part) {
      return Backend.CPU.ops().sigmoid(constant(part + "_old"));
    }

    void check(SDVariable loss, String... suffix) {
      String end = suffix.length == 0 ? "" : suffix[0];
      Graphs.differentiate(graph, loss);
      List<String> names =
          List.of("features", "auxiliaryWeight", "weight", "auxiliaryBias", "bias");
      Map<String, INDArray> gradients =
          Graphs.runWithGradients(graph, Map.of(), List.of(loss.name()), names).gradients();
      close(golden, "d_features" + end, orZeros(gradients, "features"));
      close(
          golden,
          "d_weight" + end,
          concat(orZeros(gradients, "auxiliaryWeight"), orZeros(gradients, "weight")));
      if (golden.has("d_bias" + end)) {
        close(
            golden,
            "d_bias" + end,
            concat(orZeros(gradients, "auxiliaryBias"), orZeros(gradients, "bias")));
      }
    }

    private double[] orZeros(Map<String, INDArray> gradients, String name) {
      INDArray gradient = gradients.get(name);
      return gradient == null
          ? new double[(int) graph.getVariable(name).getArr().length()]
          : Tensor.of(gradient).values();
    }
  }

  private static INDArray rows(INDArray array, long from, long to) {
    INDArray matrix = array.reshape(array.size(0), array.length() / array.size(0));
    INDArray part = matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    long[] shape = array.shape().clone();
    shape[0] = to - from;
    return part.dup('c').reshape(shape);
  }

  private static double[] concat(double[] a, double[] b) {
    double[] result = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return result;
  }

  private static void close(Golden golden, String name, double[] actual) {
    OpCheck.assertClose(golden + " " + name, actual, golden.doubles(name));
  }

  private static double[] value(Model model, SDVariable variable) {
    return Tensor.of(
            Graphs.run(model.graph(), Map.of(), List.of(variable.name())).get(variable.name()))
        .values();
  }

  @Test
  void classLogits() {
    for (Golden golden : Golden.cases("class_logits")) {
      Model small = Model.of(golden);
      SDVariable logits = small.smallLogits();
      close(golden, "logits_small", value(small, logits));
      small.check(logits.mul(small.constant("grad_logits_small")).sum());
      Model full = Model.of(golden);
      SDVariable resized = full.logits();
      close(golden, "logits", value(full, resized));
      full.check(resized.mul(full.constant("grad_logits")).sum(), "_full");
    }
  }

  @Test
  void theAuxiliaryClassifierLeavesTheFeaturesAlone() {
    for (Golden golden : Golden.cases("class_logits")) {
      Model model = Model.of(golden);
      SDVariable auxiliary = model.classes(model.logits(), 0, 1);
      SDVariable loss = auxiliary.sum();
      Graphs.differentiate(model.graph(), loss);
      Map<String, INDArray> gradients =
          Graphs.runWithGradients(
                  model.graph(), Map.of(), List.of(), List.of("features", "auxiliaryWeight"))
              .gradients();
      assertThat(model.orZeros(gradients, "features")).containsOnly(0);
      assertThat(model.orZeros(gradients, "auxiliaryWeight"))
          .isNotEqualTo(new double[golden.integer("D")]);
    }
  }

  @Test
  void decomposedLogitsByWeightEqualTheOfficialCode() {
    for (Golden golden : Golden.cases("decomposed_logits")) {
      checkScores(golden, SignRule.WEIGHT, "pos", "", Ops.Scores::positive);
      checkScores(golden, SignRule.WEIGHT, "neg", "", Ops.Scores::negative);
      boolean signed = golden.meta().get("signed_features").asBoolean();
      if (!signed) {
        checkScores(golden, SignRule.PRODUCT, "pos", "", Ops.Scores::positive);
        checkScores(golden, SignRule.PRODUCT, "neg", "", Ops.Scores::negative);
      }
    }
  }

  @Test
  void decomposedLogitsByProductEqualThePaper() {
    List<String> signed = new ArrayList<>();
    for (Golden golden : Golden.cases("decomposed_logits")) {
      checkScores(golden, SignRule.PRODUCT, "pos", "derived_", Ops.Scores::positive);
      checkScores(golden, SignRule.PRODUCT, "neg", "derived_", Ops.Scores::negative);
      if (golden.meta().get("signed_features").asBoolean()) {
        signed.add(golden.name());
      }
    }
    assertThat(signed).isNotEmpty();
  }

  /**
   * The derived gradients let everything through where a product is exactly 0; ours follow the
   * official code there, which the test above compares on the same cases. So zero features and zero
   * weights are left out of the derived ones.
   */
  private static void checkScores(
      Golden golden, SignRule rule, String part, String prefix, Part select) {
    Model model = Model.of(golden);
    SDVariable scores = Backend.CPU.ops().channelsFirst(select.of(model.scores(rule)));
    String expected = prefix.isEmpty() ? part : prefix + "product_" + part;
    close(golden, expected, value(model, scores));
    SDVariable loss = scores.mul(model.constant("grad_" + part)).sum();
    Graphs.differentiate(model.graph(), loss);
    Map<String, INDArray> gradients =
        Graphs.runWithGradients(model.graph(), Map.of(), List.of(), List.of("features", "weight"))
            .gradients();
    double[] auxiliary = new double[golden.integer("D")];
    double[] ofFeatures = model.orZeros(gradients, "features");
    double[] ofWeight = concat(auxiliary, model.orZeros(gradients, "weight"));
    if (prefix.isEmpty()) {
      close(golden, "d_features_" + part, ofFeatures);
      close(golden, "d_weight_" + part, ofWeight);
    } else {
      closeWhereNotZero(golden, prefix + "d_features_" + part, ofFeatures, "features");
      closeWhereNotZero(golden, prefix + "d_weight_" + part, ofWeight, "weight");
    }
  }

  private static void closeWhereNotZero(Golden golden, String name, double[] actual, String of) {
    double[] input = golden.doubles(of);
    double[] expected = golden.doubles(name);
    double[] compared = actual.clone();
    for (int i = 0; i < input.length; i++) {
      if (input[i] == 0) {
        compared[i] = 0;
        expected[i] = 0;
      }
    }
    OpCheck.assertClose(golden + " " + name, compared, expected);
  }

  @Test
  void crossEntropyOfNovelClasses() {
    for (int gamma : new int[] {1, 2, 35}) {
      checkLoss(
          "mbce_g" + gamma,
          "logits",
          model -> {
            Golden golden = model.golden();
            INDArray labels = Nd4j.createFromArray(golden.labels()).reshape(golden.shape("label"));
            int novel = golden.integer("classes_new");
            return Backend.CPU
                .ops()
                .crossEntropyAgainstLabels(
                    model.classes(model.logits(), 1 + model.oldClasses(), novel),
                    model.graph().constant(labels),
                    model.oldClasses() + 1,
                    golden.number("gamma"));
          });
    }
  }

  @Test
  void knowledgeDistillation() {
    checkLoss(
        "kd",
        "logits",
        model -> {
          SDVariable z = model.classes(model.logits(), 1, model.oldClasses());
          SDVariable old =
              model
                  .graph()
                  .slice(
                      model.constant("logits_old"),
                      new int[] {0, 1, 0, 0},
                      model.golden().integer("B"),
                      model.oldClasses(),
                      model.golden().integer("H"),
                      model.golden().integer("W"));
          return Backend.CPU
              .ops()
              .crossEntropyAgainstProbabilities(z, Backend.CPU.ops().sigmoid(old));
        });
  }

  @Test
  void decomposedKnowledgeDistillation() {
    checkLoss("dkd_pos", "pos", model -> decomposedLoss(model, "pos", Ops.Scores::positive));
    checkLoss("dkd_neg", "neg", model -> decomposedLoss(model, "neg", Ops.Scores::negative));
  }

  private static SDVariable decomposedLoss(Model model, String part, Part select) {
    SDVariable scores =
        Backend.CPU.ops().channelsFirst(select.of(model.scores(SignRule.WEIGHT))).rename(part);
    return Backend.CPU
        .ops()
        .crossEntropyAgainstProbabilities(
            model.classes(scores, 0, model.oldClasses()), model.oldTarget(part));
  }

  @Test
  void auxiliaryClassifier() {
    checkLoss(
        "ac",
        "logits",
        model -> Backend.CPU.ops().crossEntropyAgainstNothing(model.classes(model.logits(), 0, 1)));
  }

  private static void checkLoss(String item, String scores, Loss build) {
    for (Golden golden : Golden.cases(item)) {
      Model model = Model.of(golden);
      SDVariable loss = build.of(model);
      close(golden, "loss", value(model, loss));
      model.check(loss);
      INDArray gradient =
          Graphs.runWithGradients(model.graph(), Map.of(), List.of(), List.of(scores))
              .gradients()
              .get(scores);
      close(golden, "d_" + scores, Tensor.of(gradient).values());
    }
  }
}
