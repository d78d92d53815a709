// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.util.List;
import java.util.Objects;
import org.ciss4j.data.Batch;
import org.ciss4j.data.BatchStream;
import org.ciss4j.data.EvaluationBatches;
import org.ciss4j.data.Progress;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.op.Graphs;
import org.ciss4j.method.Decision;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.scenario.CissException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Labels images with a trained network. */
public final class Evaluator implements AutoCloseable {
  private final SegmentationGraph graph;
  private final Decision decision;

  /**
   * A network of these parameters, which are shared.
   *
   * @throws CissException if they are not those of such a network
   */
  public Evaluator(Network network, HeadLayout layout, Parameters parameters, Decision decision) {
    this.graph = build(network, layout, parameters);
    this.decision = decision;
  }

  private static SegmentationGraph build(
      Network network, HeadLayout layout, Parameters parameters) {
    try {
      return SegmentationGraph.build(network, layout, Mode.INFERENCE, parameters);
    } catch (IllegalArgumentException e) {
      throw CissException.failure(
              "model.safetensors is not of a %s with classes %s: %s; train again into another"
                  + " folder",
              network.backbone().name(), layout.classesPerStep(), e.getMessage())
          .withCause(e);
    }
  }

  /**
   * Labels every pixel of some images.
   *
   * @param image float {@code [N, 3, H, W]}, normalised
   * @return N H W channels, image by image, row by row
   */
  public int[] labels(INDArray image) {
    INDArray logits =
        Objects.requireNonNull(graph.run(image, Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS));
    int[] labels = decision.labels(logits);
    Graphs.recycle(List.of(logits));
    return labels;
  }

  /**
   * How probable a class is at every pixel of an image.
   *
   * @param image float {@code [1, 3, H, W]}, normalised
   * @param channel of the class, from 1
   * @return H W probabilities, row by row
   */
  float[] probabilities(INDArray image, int channel) {
    INDArray logits =
        Objects.requireNonNull(graph.run(image, Endpoint.CLASS_LOGITS).get(Endpoint.CLASS_LOGITS));
    float[] probabilities = decision.probabilities(logits, channel);
    Graphs.recycle(List.of(logits));
    return probabilities;
  }

  /** Counts truth against prediction over all batches. */
  public ConfusionMatrix evaluate(EvaluationBatches batches, Progress progress) {
    ConfusionMatrix confusion = new ConfusionMatrix(graph.layout().classes() + 1);
    int done = 0;
    try (BatchStream stream = batches.stream()) {
      while (stream.hasNext()) {
        try (Batch batch = stream.next()) {
          confusion.add(batch.label().data().asInt(), labels(batch.image()));
          progress.update(++done, batches.count());
        }
      }
    }
    return confusion;
  }

  /** Frees what the network keeps besides its parameters. */
  @Override
  public void close() {
    graph.close();
  }
}
