// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.cpu.OpCheck;
import org.ciss4j.graph.option.SignRule;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network without trunk: its features are a trainable parameter {@code [B, D, h, w]}, so that an
 * objective on it gives their gradient too.
 *
 * @param image of the size to which logits are upsampled; nothing else matters of it
 */
public record HeadOnly(SegmentationGraph graph, INDArray image) {
  /** Name of the parameter that holds the features. */
  public static final String TRUNK = "trunk";

  /**
   * The classifiers of these parameters on the features of these parameters.
   *
   * @param height of the image
   * @param width of the image
   */
  public static HeadOnly of(
      HeadLayout layout, SignRule rule, Parameters parameters, int height, int width) {
    SameDiff graph = Graphs.create();
    SDVariable image = graph.placeHolder(SegmentationGraph.IMAGE, DataType.FLOAT, -1, 3, -1, -1);
    SDVariable noSeed = graph.placeHolder("no_seed", DataType.INT64);
    Layers layers = new Layers(graph, Backend.CPU.ops(), parameters, Mode.LATER_STEP, noSeed);
    INDArray given = parameters.get(TRUNK);
    SDVariable features =
        Backend.CPU
            .ops()
            .channelsLast(layers.trainable(TRUNK, given.shape(), Initializer.constant(0)));
    Map<Endpoint, SDVariable> endpoints = new EnumMap<>(Endpoint.class);
    endpoints.put(Endpoint.BACKBONE, features);
    endpoints.put(Endpoint.FEATURES, features);
    Network network = new Network(ResNet.tiny(), (int) given.size(1));
    FeatureMaps maps = new FeatureMaps(List.of(features), features);
    endpoints.putAll(Head.build(layers, network, layout, maps, image, rule));
    endpoints.replaceAll((endpoint, variable) -> graph.identity(endpoint.variable(), variable));
    return new HeadOnly(
        new SegmentationGraph(
            graph,
            layout,
            Mode.LATER_STEP,
            parameters,
            endpoints,
            layers,
            Map.of(Endpoint.BACKBONE, network.width(), Endpoint.FEATURES, network.width())),
        Nd4j.zeros(DataType.FLOAT, given.size(0), 3, height, width));
  }

  /** The network in training of a golden case. */
  public static HeadOnly student(Golden golden, SignRule rule) {
    List<Integer> classes = earlierClasses(golden);
    classes.add(golden.integer("classes_new"));
    return of(golden, "", new HeadLayout(classes), rule);
  }

  /** The network of the previous step of a golden case. */
  public static HeadOnly teacher(Golden golden, SignRule rule) {
    return of(golden, "_old", new HeadLayout(earlierClasses(golden)), rule);
  }

  /** The network in training of a golden case with a background channel. */
  public static HeadOnly softmaxStudent(Golden golden) {
    List<Integer> classes = List.of(golden.integer("n_old_outputs") - 1, golden.integer("n_new"));
    return of(golden, "", new HeadLayout(classes).withBackground(), SignRule.PRODUCT);
  }

  /** The network of the previous step of a golden case with a background channel. */
  public static HeadOnly softmaxTeacher(Golden golden) {
    List<Integer> classes = List.of(golden.integer("n_old_outputs") - 1);
    return of(golden, "_old", new HeadLayout(classes).withBackground(), SignRule.PRODUCT);
  }

  private static HeadOnly of(Golden golden, String suffix, HeadLayout layout, SignRule rule) {
    Map<String, INDArray> arrays =
        classifiers(golden.array("weight" + suffix), golden.array("bias" + suffix), layout);
    arrays.put(TRUNK, golden.array("features" + suffix));
    Parameters parameters = new Parameters(arrays, 1);
    long[] size = golden.has("label") ? golden.shape("label") : null;
    int height = size == null ? golden.integer("H") : (int) size[1];
    int width = size == null ? golden.integer("W") : (int) size[2];
    return of(layout, rule, parameters, height, width);
  }

  /** Random classifiers on random features of both signs; the image has 11x14 pixels. */
  public static HeadOnly random(HeadLayout layout, SignRule rule, long seed) {
    Random random = new Random(seed);
    float[] values = new float[2 * 6 * 3 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    INDArray features = Nd4j.createFromArray(values).reshape(2, 6, 3, 4);
    return of(layout, rule, new Parameters(Map.of(TRUNK, features), seed), 11, 14);
  }

  /**
   * The classifiers whose rows these are: the auxiliary one first, if there is one, then step by
   * step.
   */
  public static Map<String, INDArray> classifiers(
      INDArray weight, INDArray bias, HeadLayout layout) {
    Map<String, INDArray> result = new LinkedHashMap<>();
    int start = 0;
    for (int i = layout.background() ? 0 : -1; i < layout.steps(); i++) {
      int end = start + (i < 0 ? 1 : layout.outputs(i));
      String name = i < 0 ? HeadLayout.auxiliaryName() : HeadLayout.classifierName(i);
      INDArray rows = weight.get(NDArrayIndex.interval(start, end), NDArrayIndex.all());
      result.put(name + ".weight", rows.dup('c').reshape(end - start, weight.size(1), 1, 1));
      result.put(name + ".bias", bias.get(NDArrayIndex.interval(start, end)).dup('c'));
      start = end;
    }
    return result;
  }

  private static List<Integer> earlierClasses(Golden golden) {
    List<Integer> result = new ArrayList<>();
    golden.meta().get("classes_prev").forEach(count -> result.add(count.asInt()));
    return result;
  }

  /** The labels of a golden case; zeros if it has none. */
  public INDArray label(Golden golden) {
    return golden.has("label")
        ? Nd4j.createFromArray(golden.labels()).reshape(golden.shape("label"))
        : Nd4j.zeros(DataType.INT32, image.size(0), image.size(2), image.size(3));
  }

  /** What this network says, as the teacher of another. */
  public Map<Endpoint, INDArray> outputs(List<Endpoint> endpoints) {
    return endpoints.isEmpty() ? Map.of() : graph.run(image, endpoints.toArray(Endpoint[]::new));
  }

  /** Compares with the gradients of a golden case; one that is missing counts as zeros. */
  public void checkGradients(Golden golden, Map<String, INDArray> gradients) {
    close(golden, "d_features", DoubleStream.of(gradient(gradients, TRUNK)));
    close(golden, "d_weight", classifierGradients(gradients, ".weight"));
    close(golden, "d_bias", classifierGradients(gradients, ".bias"));
  }

  private DoubleStream classifierGradients(Map<String, INDArray> gradients, String suffix) {
    return graph.parameters().arrays().keySet().stream()
        .filter(name -> name.startsWith("cls.") && name.endsWith(suffix))
        .flatMapToDouble(name -> Arrays.stream(gradient(gradients, name)));
  }

  private double[] gradient(Map<String, INDArray> gradients, String name) {
    INDArray gradient = gradients.get(name);
    return gradient == null
        ? new double[(int) graph.parameters().get(name).length()]
        : gradient.dup('c').data().asDouble();
  }

  private static void close(Golden golden, String name, DoubleStream actual) {
    OpCheck.assertClose(golden + " " + name, actual.toArray(), golden.doubles(name));
  }
}
