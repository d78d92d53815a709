// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.op.Ops;
import org.ciss4j.graph.op.ScrambledVectors;
import org.ciss4j.graph.op.ScrambledVectors.Reading;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Terms on class vectors against numbers of the official code of SDR, and against those of true
 * vectors.
 */
class SdrGoldenTest {
  private static final int VOID = 255;

  @Test
  void prototypes() {
    for (Golden golden : Golden.cases("sdr_proto_update")) {
      boolean all = golden.meta().get("setting").asText().equals("disjoint_step0");
      int[] small = golden.ints("label_down");
      // The official code leaves out the first id, which need not be the background.
      check(golden, all ? small : without(first(small), small), true, "");
      check(golden, all ? small : without(0, small), false, "derived_fixed_");
    }
  }

  private static void check(Golden golden, int[] labels, boolean scrambled, String prefix) {
    for (Ops ops : List.of(Backend.CPU.ops(), Backend.PORTABLE.ops())) {
      SameDiff graph = Graphs.create();
      SDVariable map = graph.constant(golden.array("features").permute(0, 2, 3, 1).dup('c'));
      long[] shape = {golden.integer("B"), golden.integer("h"), golden.integer("w")};
      SDVariable label = graph.constant(Nd4j.createFromArray(labels).reshape(shape));
      int classes = classes(golden);
      ClassVectors vectors =
          scrambled
              ? ClassVectors.ofRows(
                  ops, ops.scrambledVectors(map, label, classes, Reading.CHANNELS), label, classes)
              : ClassVectors.of(ops, map, label, classes);
      ClassVectors.Prototypes after =
          vectors.with(
              graph.constant(golden.array("proto_before")),
              graph.constant(golden.array("count_before").ravel()));
      List<String> names = List.of(after.vectors().name(), after.seen().name());
      try (Graphs.Values values = Graphs.run(graph, Map.of(), names)) {
        golden.assertClose(prefix + "proto_after", values.get(names.get(0)));
        golden.assertClose(prefix + "count_after", values.get(names.get(1)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void attraction(boolean scrambled) {
    for (Golden golden : contrasts()) {
      check(
          golden,
          labels(golden),
          scrambled ? Reading.CHANNELS : null,
          vectors -> vectors.attraction(prototypes(golden, vectors), scrambled),
          scrambled ? "loss_attraction" : "derived_fixed_attraction",
          scrambled ? "d_features_attraction" : "derived_fixed_d_attraction");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void repulsion(boolean scrambled) {
    for (Golden golden : contrasts()) {
      check(
          golden,
          labels(golden),
          scrambled ? Reading.CHANNELS : null,
          ClassVectors::repulsion,
          scrambled ? "loss_repulsion" : "derived_fixed_repulsion",
          scrambled ? "d_features_repulsion" : "derived_fixed_d_repulsion");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void matching(boolean scrambled) {
    for (Golden golden : Golden.cases("sdr_proto_matching")) {
      int[] small = nearest(golden);
      int[] old = golden.ints("pred_old_down");
      int[] labels =
          IntStream.range(0, small.length)
              .map(i -> small[i] == 0 && old[i] > 0 ? old[i] : VOID)
              .toArray();
      if (!scrambled && Arrays.stream(labels).allMatch(label -> label == VOID)) {
        continue; // nothing is derived where there is nothing to match
      }
      check(
          golden,
          labels,
          scrambled ? Reading.PIXELS : null,
          vectors -> vectors.matching(prototypes(golden, vectors)),
          scrambled ? "loss_sumafter" : "derived_fixed_loss_sumafter",
          scrambled ? "d_features_sumafter" : "derived_fixed_d_features_sumafter");
    }
  }

  @Test
  void sparsity() {
    for (Golden golden : Golden.cases("sdr_sparsity")) {
      int voids = classes(golden);
      int[] labels =
          Arrays.stream(nearest(golden)).map(label -> label == VOID ? voids : label).toArray();
      check(
          golden,
          labels,
          null,
          ClassVectors::sparsity,
          "loss_max_maskedforclass_exponential",
          "d_features_max_maskedforclass_exponential");
    }
  }

  /** Normalising vectors is an option that SDR does not use. */
  private static List<Golden> contrasts() {
    return Golden.cases("sdr_contrast").stream()
        .filter(golden -> !golden.meta().get("variant").asText().equals("l2norm"))
        .toList();
  }

  /** Without background the code leaves out the first id. */
  private static int[] labels(Golden golden) {
    int[] small = golden.ints("label_down");
    boolean all = golden.meta().get("variant").asText().equals("default");
    return all ? small : without(first(small), small);
  }

  private static int first(int[] labels) {
    return Arrays.stream(labels).min().orElseThrow();
  }

  private static int[] without(int id, int[] labels) {
    return Arrays.stream(labels).map(label -> label == id ? VOID : label).toArray();
  }

  private static int[] nearest(Golden golden) {
    int[] label = golden.ints("label");
    int[] sizes = IntStream.of(0, 1).map(axis -> golden.integer(axis == 0 ? "h" : "w")).toArray();
    int height = golden.integer("H");
    int width = golden.integer("W");
    int[] result = new int[golden.integer("B") * sizes[0] * sizes[1]];
    for (int i = 0; i < result.length; i++) {
      int row = i / sizes[1] % sizes[0] * height / sizes[0];
      int column = i % sizes[1] * width / sizes[1];
      result[i] = label[(i / sizes[1] / sizes[0] * height + row) * width + column];
    }
    return result;
  }

  private static SDVariable prototypes(Golden golden, ClassVectors vectors) {
    return vectors.vectors().getSameDiff().constant(golden.array("prototypes"));
  }

  private static int classes(Golden golden) {
    return golden.integer("n_old_outputs") + golden.integer("n_new");
  }

  private static int[] order(Golden golden, int[] labels, Reading reading) {
    return ScrambledVectors.order(
        labels, golden.integer("B"), classes(golden), golden.integer("C"), reading);
  }

  /** Each element replaced by the one that takes its place. */
  private static INDArray exchanged(INDArray array, int[] order) {
    float[] values = array.dup('c').data().asFloat();
    float[] result = new float[values.length];
    for (int i = 0; i < order.length; i++) {
      result[i] = values[order[i]];
    }
    return Nd4j.createFromArray(result).reshape(array.shape());
  }

  private static int[] inverse(int[] order) {
    int[] result = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      result[order[i]] = i;
    }
    return result;
  }

  /** Elements are exchanged before the term, and those of its gradient back after it. */
  private static void check(
      Golden golden,
      int[] labels,
      @Nullable Reading reading,
      Function<ClassVectors, SDVariable> term,
      String loss,
      String gradient) {
    for (Ops ops : List.of(Backend.CPU.ops(), Backend.PORTABLE.ops())) {
      SameDiff graph = Graphs.create();
      INDArray features = golden.array("features").permute(0, 2, 3, 1).dup('c');
      int[] order =
          reading == null
              ? IntStream.range(0, (int) features.length()).toArray()
              : order(golden, labels, reading);
      SDVariable x = graph.var("x", exchanged(features, order));
      long[] shape = {golden.integer("B"), golden.integer("h"), golden.integer("w")};
      SDVariable label = graph.constant(Nd4j.createFromArray(labels).reshape(shape));
      int classes = classes(golden) + (loss.contains("maskedforclass") ? 1 : 0);
      ClassVectors vectors = ClassVectors.of(ops, x, label, classes);
      SDVariable value = term.apply(vectors);
      Graphs.differentiate(graph, value);
      Graphs.Result result =
          Graphs.runWithGradients(graph, Map.of(), List.of(value.name()), List.of("x"));
      golden.assertClose(loss, result.outputs().get(value.name()).getDouble(0));
      INDArray ofFeatures = exchanged(result.gradients().get("x"), inverse(order));
      golden.assertClose(gradient, ofFeatures.permute(0, 3, 1, 2));
    }
  }
}
