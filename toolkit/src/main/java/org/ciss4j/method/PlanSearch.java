// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ciss4j.graph.Graphs;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.learn.Losses;
import org.ciss4j.learn.StepData;
import org.ciss4j.learn.TermWeights;
import org.ciss4j.method.LayerPlan.Scheme;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Learns the plan of LSKD: at each layer a softmax over the schemes, which are mixed by it, and a
 * weight of the layer. It is bi-level optimisation of first order, in turns: the network takes a
 * step on a batch of what it learns from, by terms that are mixed; the mixture takes one on a batch
 * that was kept back, by how much the step of the network would lower cross-entropy there. That is,
 * for the coefficient of a term, the product of two gradients by the network's parameters: that of
 * cross-entropy on what was kept back, and that of the term. All of these products come from two
 * runs of the network forwards, a little to both sides along the first gradient.
 *
 * <p>The paper of LSKD has such an optimisation and its code has none, so that this is our own
 * reading of it: steps are those of Adam, which need no scale of the losses, with weight decay that
 * is apart from the gradient, so that logits and logarithms of weights stay between -2 and 2.
 */
final class PlanSearch implements TermWeights {
  /** Of the term by which the mixture is judged. */
  private static final String JUDGE = "ce";

  private static final String STATE = "search.";

  /** How far to both sides of the parameters, as a length. */
  private static final double REACH = 0.01;

  private static final double RATE = 0.05;
  private static final double DECAY = 0.5;
  private static final double FIRST_MOMENT = 0.5;
  private static final double SECOND_MOMENT = 0.99;
  private static final double TINY = 1e-12;

  /** Logits of the schemes of a layer, and behind them the logarithm of its weight. */
  private static final int PER_LAYER = Scheme.values().length + 1;

  private static final int COUNT = LayerPlan.MAPS.size() * PER_LAYER;

  private final StepData data;
  private final Map<String, Double> factors;
  private final INDArray chosen = Nd4j.zeros(DataType.DOUBLE, COUNT);
  private final INDArray first = Nd4j.zeros(DataType.DOUBLE, COUNT);
  private final INDArray second = Nd4j.zeros(DataType.DOUBLE, COUNT);
  private final INDArray done = Nd4j.zeros(DataType.DOUBLE, 1);

  /**
   * Of a step.
   *
   * @param factors of the terms of {@link #terms} before they are mixed; terms without one do not
   *     take part
   * @param inherited what the step before has passed on
   */
  PlanSearch(StepData data, Map<String, Double> factors, Map<String, INDArray> inherited) {
    this.data = data;
    this.factors = Map.copyOf(factors);
    INDArray before = inherited.get(STATE + "chosen");
    if (before != null) {
      chosen.assign(before);
    }
  }

  /** The terms that a scheme is the sum of. */
  static List<String> terms(Scheme scheme, Endpoint map) {
    String layer = LayerPlan.term(map).substring("pod_".length());
    return switch (scheme) {
      case NONE -> List.of();
      case POD -> List.of("pod_" + layer);
      case MD -> List.of("md_" + layer);
      case MD_MCD -> List.of("md_" + layer, "mcd_" + layer);
    };
  }

  private static int at(Endpoint map) {
    return LayerPlan.MAPS.indexOf(map) * PER_LAYER;
  }

  /** The share of each scheme of a map. */
  private double[] shares(Endpoint map) {
    List<Scheme> schemes = Scheme.of(map);
    double[] shares =
        schemes.stream()
            .mapToDouble(scheme -> Math.exp(chosen.getDouble(at(map) + schemes.indexOf(scheme))))
            .toArray();
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> share / sum).toArray();
  }

  private double weight(Endpoint map) {
    return Math.exp(chosen.getDouble(at(map) + PER_LAYER - 1));
  }

  @Override
  public Map<String, Double> now() {
    Map<String, Double> now = new HashMap<>();
    for (Endpoint map : LayerPlan.MAPS) {
      double[] shares = shares(map);
      List<Scheme> schemes = Scheme.of(map);
      for (int i = 0; i < shares.length; i++) {
        for (String term : terms(schemes.get(i), map)) {
          double share = weight(map) * shares[i] * factor(term);
          now.merge(term, share, Double::sum);
        }
      }
    }
    now.keySet().retainAll(factors.keySet());
    return now;
  }

  private double factor(String term) {
    return factors.getOrDefault(term, 0.0);
  }

  @Override
  public void follow(Losses losses, TermGradients gradients) {
    data.keptBack(
        (long) done.getDouble(0),
        batch -> {
          try (Graphs.Values judged = gradients.ofOther(batch, JUDGE)) {
            improve(judged.arrays(), gradients);
          }
        });
    done.addi(1);
  }

  private void improve(Map<String, INDArray> judged, TermGradients gradients) {
    double length =
        Math.sqrt(judged.values().stream().mapToDouble(g -> square(g.norm2Number())).sum());
    if (!(length > 0 && Double.isFinite(length))) {
      return; // nothing is learnt of a batch without labels
    }
    Map<String, Double> ahead = gradients.moved(judged, REACH / length);
    Map<String, Double> behind = gradients.moved(judged, -REACH / length);
    double[] gradient = new double[COUNT];
    for (Endpoint map : LayerPlan.MAPS) {
      add(map, ahead, behind, gradient);
    }
    descend(gradient);
  }

  private static double square(Number x) {
    return x.doubleValue() * x.doubleValue();
  }

  /** The gradient of what is judged by the logits and the weight of a layer. */
  private void add(
      Endpoint map, Map<String, Double> ahead, Map<String, Double> behind, double[] gradient) {
    List<Scheme> schemes = Scheme.of(map);
    double[] shares = shares(map);
    double[] falls = new double[schemes.size()];
    double mean = 0;
    for (int i = 0; i < falls.length; i++) {
      for (String term : terms(schemes.get(i), map)) {
        falls[i] += factor(term) * (ahead.getOrDefault(term, 0.0) - behind.getOrDefault(term, 0.0));
      }
      mean += shares[i] * falls[i];
    }
    for (int i = 0; i < falls.length; i++) {
      gradient[at(map) + i] = -weight(map) * shares[i] * (falls[i] - mean);
    }
    gradient[at(map) + PER_LAYER - 1] = -weight(map) * mean;
  }

  /** Adam, with weight decay apart from the gradient (Loshchilov and Hutter, ICLR 2019). */
  private void descend(double[] gradient) {
    double step = done.getDouble(0) + 1;
    for (int i = 0; i < gradient.length; i++) {
      double m = FIRST_MOMENT * first.getDouble(i) + (1 - FIRST_MOMENT) * gradient[i];
      double v =
          SECOND_MOMENT * second.getDouble(i) + (1 - SECOND_MOMENT) * gradient[i] * gradient[i];
      first.putScalar(i, m);
      second.putScalar(i, v);
      double mean = m / (1 - Math.pow(FIRST_MOMENT, step));
      double deviation = Math.sqrt(v / (1 - Math.pow(SECOND_MOMENT, step)));
      double x = chosen.getDouble(i);
      chosen.putScalar(i, x - RATE * (mean / (deviation + TINY) + DECAY * x));
    }
  }

  /** At each layer the scheme with the largest share. */
  LayerPlan plan() {
    List<LayerPlan.Layer> layers = new ArrayList<>();
    for (Endpoint map : LayerPlan.MAPS) {
      double[] shares = shares(map);
      int best = 0;
      for (int i = 1; i < shares.length; i++) {
        best = shares[i] > shares[best] ? i : best;
      }
      double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.3f", weight(map)));
      layers.add(new LayerPlan.Layer(Scheme.of(map).get(best), rounded));
    }
    return new LayerPlan(layers);
  }

  @Override
  public List<String> findings() {
    List<String> lines = new ArrayList<>();
    lines.add("found plan: --set plan=" + plan());
    for (Endpoint map : LayerPlan.MAPS) {
      StringBuilder line = new StringBuilder(LayerPlan.term(map).substring("pod_".length()));
      double[] shares = shares(map);
      List<Scheme> schemes = Scheme.of(map);
      for (int i = 0; i < shares.length; i++) {
        line.append(String.format(Locale.ROOT, "  %s %.3f", schemes.get(i).text(), shares[i]));
      }
      lines.add(line.append(String.format(Locale.ROOT, "  weight %.3f", weight(map))).toString());
    }
    return lines;
  }

  @Override
  public Map<String, INDArray> state() {
    return Map.of(
        STATE + "chosen", chosen,
        STATE + "first", first,
        STATE + "second", second,
        STATE + "batches", done);
  }

  @Override
  public Set<String> lasting() {
    return Set.of(STATE + "chosen");
  }
}
