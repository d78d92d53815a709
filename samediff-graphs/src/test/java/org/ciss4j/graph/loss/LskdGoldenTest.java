// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.option.ChannelMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Masks and masked distances against numbers of the official code of LSKD. */
class LskdGoldenTest {
  /** Where maps are equal, masks hang on the last bit. */
  private static List<Golden> cases(String item) {
    return Golden.cases(item).stream()
        .filter(golden -> !golden.meta().path("edge_case_informational").asBoolean())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lskd_md", "lskd_mcd", "lskd_md_logits"})
  void masks(String item) {
    for (Golden golden : cases(item)) {
      SameDiff graph = Graphs.create();
      Ops.Masks masks =
          Backend.CPU
              .ops()
              .backgroundMask(
                  graph.constant(channelsLast(golden, "feat_old")),
                  graph.constant(channelsLast(golden, "feat_old_masked_old")),
                  graph.constant(channelsLast(golden, "feat_old_masked_new")),
                  graph.constant(golden.array("label")),
                  golden.integer("n_old_outputs"),
                  ChannelMask.FAITHFUL);
      List<String> names = List.of(masks.places().name(), masks.channels().name());
      try (Graphs.Values values = Graphs.run(graph, Map.of(), names)) {
        assertMask(golden, "spatial_mask", values.get(names.get(0)));
        if (golden.has("channel_mask")) {
          assertMask(golden, "channel_mask", values.get(names.get(1)));
        }
      }
    }
  }

  private static void assertMask(Golden golden, String name, INDArray actual) {
    assertThat(actual.data().asInt()).as("%s %s", golden, name).isEqualTo(golden.ints(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lskd_pod_plain", "lskd_md", "lskd_mcd", "lskd_md_logits"})
  void maskedPod(String item) {
    for (Golden golden : cases(item)) {
      check(
          golden,
          (ops, maps) ->
              MaskedTerms.pod(ops, maps[0], maps[1], true, masks(golden, maps[0].getSameDiff()))
                  .mul(golden.number("pod_factor")),
          "loss_pod",
          "d_feat_new_pod");
    }
  }

  @Test
  void context() {
    for (Golden golden : cases("lskd_mcd")) {
      check(
          golden,
          (ops, maps) ->
              MaskedTerms.context(
                      ops,
                      maps[0],
                      maps[1],
                      golden.integer("C"),
                      golden.integer("mcd_groups"),
                      masks(golden, maps[0].getSameDiff()))
                  .mul(golden.number("mcd_weight")),
          "loss_mcd",
          "d_feat_new_mcd");
    }
  }

  @Test
  void maskedImages() {
    for (Golden golden : cases("lskd_image_masking")) {
      INDArray image = golden.array("image");
      INDArray label = golden.array("label_after_pseudo");
      int old = golden.integer("n_old_outputs");
      golden.assertClose("image_masked_old", MaskedImages.withoutOld(image, label, old));
      golden.assertClose("image_masked_new", MaskedImages.withoutNew(image, label, old));
    }
  }

  /** Each iteration from the weights before it, with the velocity of all that went before. */
  @Test
  void equilibrium() {
    for (Golden golden : cases("lskd_geq")) {
      GradientEquilibrium equilibrium =
          new GradientEquilibrium(
              golden.integer("n_new"),
              golden.integer("n_old_outputs"),
              golden.number("alpha"),
              golden.number("beta"),
              golden.number("gamma"));
      int iterations = (int) golden.shape("w_before")[0];
      double[] losses = new double[iterations];
      double[] gradients = new double[9 * iterations];
      double[] after = new double[9 * iterations];
      double[] velocity = new double[9];
      for (int i = 0; i < iterations; i++) {
        double[] weights = row(golden, "w_before", i);
        GradientEquilibrium.Value value =
            equilibrium.of(
                weights,
                row(golden, "task_loss", i),
                row(golden, "initial_loss", i),
                row(golden, "grad_mean", i));
        losses[i] = value.loss();
        for (int k = 0; k < 9; k++) {
          double decayed = value.gradient()[k] + golden.number("weight_decay") * weights[k];
          velocity[k] = golden.number("momentum") * velocity[k] + decayed;
          gradients[9 * i + k] = value.gradient()[k];
          after[9 * i + k] =
              weights[k]
                  - golden.doubles("lr")[i] * (decayed + golden.number("momentum") * velocity[k]);
        }
      }
      golden.assertClose("weight_grad", gradients);
      golden.assertClose("w_after_step", after);
      if (Double.isNaN(golden.doubles("weight_loss")[0])) {
        assertThat(losses).containsOnly(Double.NaN);
      } else {
        golden.assertClose("weight_loss", losses);
      }
      int perEpoch = golden.integer("iters_per_epoch");
      double[] renormed = new double[9 * golden.integer("epochs")];
      for (int epoch = 0; epoch < golden.integer("epochs"); epoch++) {
        double[] last = row(golden, "w_after_step", (epoch + 1) * perEpoch - 1);
        System.arraycopy(GradientEquilibrium.normalized(last), 0, renormed, 9 * epoch, 9);
      }
      golden.assertClose("w_after_epoch_renorm", renormed);
    }
  }

  private static double[] row(Golden golden, String name, int row) {
    return Arrays.copyOfRange(golden.doubles(name), 9 * row, 9 * row + 9);
  }

  private static SDVariable[] masks(Golden golden, SameDiff graph) {
    if (!golden.has("spatial_mask")) {
      return new SDVariable[0];
    }
    long images = golden.integer("B");
    INDArray spatial =
        golden
            .array("spatial_mask")
            .castTo(DataType.FLOAT)
            .reshape(images, golden.integer("h"), golden.integer("w"), 1);
    if (!golden.has("channel_mask")) {
      return new SDVariable[] {graph.constant(spatial)};
    }
    INDArray channels =
        golden
            .array("channel_mask")
            .castTo(DataType.FLOAT)
            .reshape(images, 1, 1, golden.integer("C"));
    return new SDVariable[] {graph.constant(spatial), graph.constant(channels)};
  }

  private static INDArray channelsLast(Golden golden, String name) {
    return golden.array(name).permute(0, 2, 3, 1).dup('c');
  }

  /** New classes of logits are added to the background's. */
  private static void check(
      Golden golden, BiFunction<Ops, SDVariable[], SDVariable> term, String loss, String gradient) {
    for (Ops ops : List.of(Backend.CPU.ops(), Backend.PORTABLE.ops())) {
      SameDiff graph = Graphs.create();
      INDArray own = channelsLast(golden, "feat_new");
      INDArray old = channelsLast(golden, "feat_old");
      SDVariable x = graph.var("x", own);
      SDVariable[] maps = {merged(x, own.size(3), old.size(3)), graph.constant(old)};
      SDVariable value = term.apply(ops, maps);
      Graphs.differentiate(graph, value);
      Graphs.Result result =
          Graphs.runWithGradients(graph, Map.of(), List.of(value.name()), List.of("x"));
      golden.assertClose(loss, result.outputs().get(value.name()).getDouble(0));
      golden.assertClose(gradient, result.gradients().get("x").permute(0, 3, 1, 2));
    }
  }

  private static SDVariable merged(SDVariable x, long channels, long kept) {
    if (channels == kept) {
      return x;
    }
    INDArray weights = Nd4j.zeros(DataType.FLOAT, kept, channels, 1, 1);
    for (long k = 0; k < channels; k++) {
      weights.putScalar(new long[] {k < kept ? k : 0, k, 0, 0}, 1);
    }
    return Backend.PORTABLE
        .ops()
        .conv2d(x, x.getSameDiff().constant(weights), org.ciss4j.graph.option.ConvOptions.PLAIN);
  }
}
