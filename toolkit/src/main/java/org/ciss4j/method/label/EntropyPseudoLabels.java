// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method.label;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ciss4j.data.Batch;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.scenario.LabelSpace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pseudo-labels of PLOP: where a step's labels leave a pixel open, the teacher's most probable
 * output is its label if the teacher is sure enough, else it is left out. Sure enough is less
 * uncertain than the median of the pixels for which the teacher says the same, or than a floor.
 */
public final class EntropyPseudoLabels implements PseudoLabels {
  private static final int BINS = 100;

  private final EntropyRule rule;
  private final int oldOutputs;
  private final int outputs;
  private final double floor;
  private final boolean weighted;

  /** Counts by output and uncertainty. */
  private final long[][] histograms;

  /** Of a later step with these classifiers; nothing gathered yet. */
  public static EntropyPseudoLabels of(
      HeadLayout layout, EntropyRule rule, double floor, boolean weighted) {
    return new EntropyPseudoLabels(rule, layout.oldOutputs(), layout.outputs(), floor, weighted);
  }

  /**
   * Nothing gathered yet.
   *
   * @param floor least threshold of an output
   * @param weighted whether images count by the fraction of their open pixels that get a label
   */
  public EntropyPseudoLabels(
      EntropyRule rule, int oldOutputs, int outputs, double floor, boolean weighted) {
    this.rule = rule;
    this.oldOutputs = oldOutputs;
    this.outputs = outputs;
    this.floor = floor;
    this.weighted = weighted;
    this.histograms = new long[oldOutputs][BINS];
  }

  @Override
  public Set<Endpoint> teacherEndpoints() {
    return Set.of(Endpoint.SMALL_CLASS_LOGITS);
  }

  @Override
  public boolean gathers() {
    return true;
  }

  @Override
  public void gather(INDArray label, Map<Endpoint, INDArray> teacher) {
    int[] labels = Completed.numbers(label);
    Opinion opinion = opinion(label, teacher);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == LabelSpace.BACKGROUND) {
        int bin = Math.min(BINS - 1, (int) (opinion.uncertainty[i] * BINS));
        histograms[opinion.label[i]][bin]++;
      }
    }
  }

  /** The largest uncertainty that is accepted, by output. */
  public double[] thresholds() {
    double[] thresholds = new double[oldOutputs];
    for (int k = 0; k < oldOutputs; k++) {
      thresholds[k] = Math.max(rule.median(histograms[k]), floor);
    }
    return thresholds;
  }

  @Override
  public Completed complete(Batch batch, Map<Endpoint, INDArray> teacher) {
    return complete(batch.label(), teacher, thresholds());
  }

  /** With thresholds by output, whatever was gathered; below NaN nothing is sure. */
  public Completed complete(INDArray label, Map<Endpoint, INDArray> teacher, double[] thresholds) {
    int[] labels = Completed.numbers(label);
    int images = (int) label.size(0);
    int pixels = labels.length / images;
    Opinion opinion = opinion(label, teacher);
    float[] weights = new float[images];
    for (int n = 0; n < images; n++) {
      int open = 0;
      int accepted = 0;
      for (int i = n * pixels; i < (n + 1) * pixels; i++) {
        if (rule.isOpen(labels[i], oldOutputs)) {
          open++;
          boolean sure = opinion.uncertainty[i] < thresholds[opinion.label[i]];
          accepted += sure ? 1 : 0;
          labels[i] = sure ? opinion.label[i] : LabelSpace.VOID;
        }
      }
      weights[n] = weighted ? (float) rule.imageWeight(accepted, open) : 1;
    }
    return Completed.of(label.shape(), labels, weights);
  }

  /** What a teacher says of each pixel, and how unsure it is. */
  private record Opinion(int[] label, double[] uncertainty) {}

  private Opinion opinion(INDArray label, Map<Endpoint, INDArray> teacher) {
    INDArray small = Objects.requireNonNull(teacher.get(Endpoint.SMALL_CLASS_LOGITS));
    LogitPieces logits = new LogitPieces(small, (int) label.size(1), (int) label.size(2));
    double[] uncertainty = new double[logits.pixels()];
    logits.forEach(
        piece -> {
          double[] entropy = entropy(piece);
          for (int i = 0; i < entropy.length; i++) {
            uncertainty[piece.start() + i] = rule.uncertainty(entropy[i], oldOutputs, outputs);
          }
        });
    return new Opinion(new SoftmaxDecision().labels(logits), uncertainty);
  }

  /** {@code H = log(sum e) - sum (e (z - max)) / sum e} with {@code e = exp(z - max)}, in nats. */
  private static double[] entropy(LogitPieces.Piece piece) {
    float[] max = new float[piece.length()];
    float[] z = new float[piece.length()];
    piece.read(0, max);
    for (int k = 1; k < piece.outputs(); k++) {
      piece.read(k, z);
      for (int i = 0; i < z.length; i++) {
        max[i] = Math.max(max[i], z[i]);
      }
    }
    double[] sum = new double[z.length];
    double[] weighted = new double[z.length];
    for (int k = 0; k < piece.outputs(); k++) {
      piece.read(k, z);
      for (int i = 0; i < z.length; i++) {
        double below = (double) z[i] - max[i];
        double e = Math.exp(below);
        sum[i] += e;
        weighted[i] += e * below;
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] = Math.log(sum[i]) - weighted[i] / sum[i];
    }
    return sum;
  }
}
