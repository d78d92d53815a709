// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.EnumMap;
import java.util.Map;
import org.ciss4j.graph.Backend;
import org.ciss4j.graph.Golden;
import org.ciss4j.graph.Graphs;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network with nothing before its outputs: they are trainable parameters {@code [B, C, h, w]}, so
 * that an objective on them gives their gradients. Logits are those of all classes, of the size of
 * the image or smaller.
 *
 * @param image of the size to which logits are upsampled; nothing else matters of it
 */
public record MapsOnly(SegmentationGraph graph, INDArray image) {

  /**
   * With these maps.
   *
   * @param maps all {@code [B, C, h, w]}; {@link Endpoint#SMALL_LOGITS} bring the other logits
   *     along
   */
  public static MapsOnly of(
      HeadLayout layout, Map<Endpoint, INDArray> maps, int height, int width) {
    SameDiff graph = Graphs.create();
    SDVariable image = graph.placeHolder(SegmentationGraph.IMAGE, DataType.FLOAT, -1, 3, -1, -1);
    SDVariable noSeed = graph.placeHolder("no_seed", DataType.INT64);
    Parameters parameters = new Parameters(1);
    Layers layers = new Layers(graph, Backend.CPU.ops(), parameters, Mode.LATER_STEP, noSeed);
    Map<Endpoint, SDVariable> endpoints = new EnumMap<>(Endpoint.class);
    maps.forEach(
        (endpoint, map) -> {
          SDVariable own = layers.trainable(name(endpoint), map.shape(), Initializer.constant(0));
          parameters.get(name(endpoint)).assign(map);
          if (endpoint == Endpoint.SMALL_LOGITS) {
            putLogits(endpoints, layout, own, image);
          } else {
            endpoints.put(endpoint, Backend.CPU.ops().channelsLast(own));
          }
        });
    endpoints.replaceAll((endpoint, variable) -> graph.identity(endpoint.variable(), variable));
    Map<Endpoint, Integer> channels = new EnumMap<>(Endpoint.class);
    maps.forEach((endpoint, map) -> channels.put(endpoint, (int) map.size(1)));
    long images = maps.values().iterator().next().size(0);
    return new MapsOnly(
        new SegmentationGraph(
            graph, layout, Mode.LATER_STEP, parameters, endpoints, layers, channels),
        Nd4j.zeros(DataType.FLOAT, images, 3, height, width));
  }

  private static void putLogits(
      Map<Endpoint, SDVariable> endpoints, HeadLayout layout, SDVariable small, SDVariable image) {
    int old = layout.oldOutputs();
    endpoints.put(Endpoint.SMALL_LOGITS, small);
    endpoints.put(Endpoint.CLASS_LOGITS, Backend.CPU.ops().resizeLike(small, image));
    if (old > 0) {
      endpoints.put(Endpoint.OLD_LOGITS, resized(small, 0, old, image));
    }
    endpoints.put(Endpoint.NEW_LOGITS, resized(small, old, layout.outputs() - old, image));
  }

  private static SDVariable resized(SDVariable small, int from, int count, SDVariable image) {
    long[] shape = small.getShape();
    int[] begin = {0, from, 0, 0};
    int[] size = {(int) shape[0], count, (int) shape[2], (int) shape[3]};
    return Backend.CPU.ops().resizeLike(small.getSameDiff().slice(small, begin, size), image);
  }

  private static String name(Endpoint endpoint) {
    return "own_" + endpoint.variable();
  }

  /** Fails unless the gradient of a map is an array of a golden case; none counts as zeros. */
  public void checkGradient(
      Golden golden, String array, Endpoint endpoint, Map<String, INDArray> gradients) {
    INDArray gradient = gradients.get(name(endpoint));
    golden.assertClose(
        array, gradient == null ? graph.parameters().get(name(endpoint)).mul(0) : gradient);
  }
}
