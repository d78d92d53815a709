// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.own;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.StepContext;
import org.ciss4j.learn.StepLearner;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Keeps the sum of the features of each class, and how many there were in its last column. */
final class ClassMeansLearner implements StepLearner {
  private final StepContext context;
  private final SegmentationGraph graph;
  private final INDArray sums;

  ClassMeansLearner(StepContext context) {
    this.context = context;
    Parameters parameters = context.parameters();
    graph =
        SegmentationGraph.build(context.network(), context.layout(), Mode.INFERENCE, parameters);
    sums = Nd4j.zeros(DataType.FLOAT, context.layout().outputs(), context.network().width() + 1);
    INDArray before = context.inherited().get("sums");
    if (before != null) {
      sums.get(NDArrayIndex.interval(0, before.size(0)), NDArrayIndex.all()).assign(before);
    }
  }

  @Override
  public Parameters parameters() {
    return context.parameters();
  }

  @Override
  public Map<String, INDArray> state() {
    return Map.of("sums", sums);
  }

  @Override
  public Set<String> lasting() {
    return Set.of("sums");
  }

  @Override
  public long iterations() {
    return context.data().batchesPerEpoch();
  }

  @Override
  public List<String> recorded() {
    return List.of("seen");
  }

  @Override
  public Losses learn(Batch batch, long iteration) {
    INDArray features = graph.run(batch.image(), Endpoint.FEATURES).get(Endpoint.FEATURES);
    long stride = batch.image().size(2) / features.size(1);
    for (int n = 0; n < batch.size(); n++) {
      for (int y = 0; y < features.size(1); y++) {
        for (int x = 0; x < features.size(2); x++) {
          int label = batch.label().getInt(n, (int) (y * stride), (int) (x * stride));
          if (label != 255) {
            INDArray one = Nd4j.ones(DataType.FLOAT, 1);
            sums.getRow(label)
                .addi(
                    Nd4j.concat(
                        0,
                        features.get(
                            NDArrayIndex.point(n),
                            NDArrayIndex.point(y),
                            NDArrayIndex.point(x),
                            NDArrayIndex.all()),
                        one));
          }
        }
      }
    }
    double seen = sums.getColumn(sums.size(1) - 1).sumNumber().doubleValue();
    return new Losses(0, Map.of("seen", seen), Map.of(), 0);
  }

  /** Nearest is largest {@code m x - |m|^2 / 2}. */
  @Override
  public Parameters finish() {
    int row = 0;
    for (int step = 0; step < context.layout().steps(); step++) {
      INDArray weights = parameters().get("cls." + (step + 1) + ".weight");
      INDArray bias = parameters().get("cls." + (step + 1) + ".bias");
      for (int k = 0; k < weights.size(0); k++, row++) {
        long width = weights.size(1);
        INDArray mean =
            sums.getRow(row)
                .get(NDArrayIndex.interval(0, width))
                .div(Math.max(1, sums.getDouble(row, width)));
        weights.slice(k).assign(mean.reshape(width, 1, 1));
        bias.putScalar(k, -mean.norm2Number().doubleValue() * mean.norm2Number().doubleValue() / 2);
      }
    }
    return parameters();
  }

  @Override
  public void close() {
    graph.close();
  }
}
