// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ciss4j.common.CissException;
import org.ciss4j.graph.loss.GradientEquilibrium;
import org.ciss4j.graph.loss.LossTerm;
import org.ciss4j.graph.loss.MaskedTerms;
import org.ciss4j.graph.loss.SoftmaxTerms;
import org.ciss4j.graph.model.Backbone;
import org.ciss4j.graph.model.Endpoint;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.Mode;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.option.ChannelMask;
import org.ciss4j.learn.GradientLearner;
import org.ciss4j.learn.PseudoLabels;
import org.ciss4j.learn.StepContext;
import org.ciss4j.method.label.EntropyPseudoLabels;
import org.ciss4j.method.label.EntropyRule;
import org.ciss4j.method.label.Ranges;
import org.ciss4j.scenario.Step;
import org.ciss4j.scenario.VoidPixels;

/**
 * LSKD (IEEE TIP 2024): cross-entropy on PLOP's pseudo-labels, unbiased distillation of logits, and
 * at each layer a distillation of its own: local POD of the whole map, or mask-guided distillation
 * (MD), which is local POD of what the background does not reach, and of the features their context
 * (MCD) besides. What the background reaches is found by showing the teacher two more copies of
 * each image, one without background and old classes, one without new classes. Nine weights are
 * learnt by regularised gradient equilibrium. As in the official code, the terms have neither
 * PLOP's factor {@code sqrt(K / n)} nor are they divided by their number.
 *
 * @param pod weight of the POD, or MD, of stages and features
 * @param podLogits weight of that of the logits
 * @param unkd weight of the unbiased distillation
 * @param context weight of MCD
 * @param groups of channels, within which MCD compares all pairs
 * @param plan what is distilled at stages 1 to 4, features and logits: {@code none}, {@code pod},
 *     {@code md} or {@code md+mcd}, each with {@code @} and a weight if that is not 1; or {@code
 *     search}: it is learnt, by images of the step that are kept back
 * @param channels which channels the masks leave
 * @param weights whether the weights of the nine terms are learnt
 * @param measure what is measured of their gradients for that
 * @param alpha how much more those terms are to pull that have fallen less
 * @param beta weight of the rule that each layer weighs at least 1.25 times the one before it
 * @param gamma weight of the rule that cross-entropy weighs n / O times the unbiased distillation
 * @param pseudo whether open pixels get pseudo-labels; else they are background
 * @param entropy how sure the teacher must be, as for {@link Plop}
 * @param threshold least uncertainty that is accepted of any class
 * @param adaptive whether images count by the fraction of their open pixels that get a label
 * @param init whether new classes start from the background's, as in MiB
 * @param headFactor learning rate of ASPP, classifiers and weights, as a multiple of the backbone's
 * @param freezeBn whether normalisations are frozen in later steps
 */
public record Lskd(
    double pod,
    double podLogits,
    double unkd,
    double context,
    int groups,
    String plan,
    ChannelMask channels,
    TermBalance weights,
    GradientMeasure measure,
    double alpha,
    double beta,
    double gamma,
    boolean pseudo,
    EntropyRule entropy,
    double threshold,
    boolean adaptive,
    boolean init,
    double headFactor,
    boolean freezeBn)
    implements SoftmaxMethod {
  /** The plan of the official code. */
  private static final String OFFICIAL_PLAN = "pod-pod-md-md-md+mcd-md";

  /** Instead of a plan: it is learnt. */
  private static final String SEARCH = "search";

  /** Which part of a step's images is kept back while a plan is learnt. */
  private static final double KEPT_BACK = 0.2;

  private static final String CE = "ce";
  private static final String MCD = "mcd";
  private static final String UNKD = "unkd";

  /**
   * Checks the ranges.
   *
   * @throws CissException of kind usage if a value is out of range
   */
  public Lskd {
    Ranges.atLeastZero("pod", pod);
    Ranges.atLeastZero("podLogits", podLogits);
    Ranges.atLeastZero("unkd", unkd);
    Ranges.atLeastZero("context", context);
    Ranges.positive("groups", groups);
    Ranges.atLeastZero("alpha", alpha);
    Ranges.atLeastZero("beta", beta);
    Ranges.atLeastZero("gamma", gamma);
    Ranges.atLeastZero("threshold", threshold);
    Ranges.positive("headFactor", headFactor);
    plan = plan.equals(SEARCH) ? plan : LayerPlan.parse(plan).toString();
  }

  /** The values of the official code's one published command, for 10-1 of PASCAL VOC. */
  public static Lskd voc() {
    return new Lskd(
        0.01,
        0.0005,
        10,
        0.005,
        20,
        OFFICIAL_PLAN,
        ChannelMask.FAITHFUL,
        TermBalance.EQUILIBRIUM,
        GradientMeasure.MEAN,
        10,
        1e-4,
        5e-4,
        true,
        EntropyRule.FIXED,
        0.001,
        true,
        true,
        1,
        false);
  }

  @Override
  public String name() {
    return "lskd";
  }

  @Override
  public List<LossTerm> laterTerms(Step step) {
    return searches() ? candidates(step) : planned(step);
  }

  private boolean searches() {
    return plan.equals(SEARCH);
  }

  private MaskedTerms.Masking masking(Step step) {
    return new MaskedTerms.Masking(step.oldClasses().size() + 1, channels);
  }

  /** All that a plan could have. */
  private List<LossTerm> candidates(Step step) {
    List<LossTerm> terms = new ArrayList<>();
    terms.add(pseudo ? SoftmaxTerms.crossEntropyByImage(1) : SoftmaxTerms.crossEntropy(1));
    terms.add(SoftmaxTerms.unbiasedKd(unkd, 1));
    boolean squares = entropy == EntropyRule.FAITHFUL;
    Optional<MaskedTerms.Masking> masking = Optional.of(masking(step));
    for (Endpoint map : LayerPlan.MAPS) {
      String plain = PlanSearch.terms(LayerPlan.Scheme.POD, map).get(0);
      List<String> masked = PlanSearch.terms(LayerPlan.Scheme.MD_MCD, map);
      terms.add(MaskedTerms.pod(plain, factor(map), map, Optional.empty(), squares));
      terms.add(MaskedTerms.pod(masked.get(0), factor(map), map, masking, squares));
      if (LayerPlan.Scheme.of(map).contains(LayerPlan.Scheme.MD_MCD)) {
        SortedMap<Endpoint, Double> alone = new TreeMap<>(Map.of(map, 1.0));
        terms.add(MaskedTerms.context(masked.get(1), context, alone, masking(step), groups));
      }
    }
    return terms;
  }

  private List<LossTerm> planned(Step step) {
    LayerPlan layers = LayerPlan.parse(plan);
    MaskedTerms.Masking masking = masking(step);
    List<LossTerm> terms = new ArrayList<>();
    terms.add(pseudo ? SoftmaxTerms.crossEntropyByImage(1) : SoftmaxTerms.crossEntropy(1));
    SortedMap<Endpoint, Double> contexts = contexts(layers);
    if (!contexts.isEmpty()) {
      terms.add(MaskedTerms.context(MCD, context, contexts, masking, groups));
    }
    terms.add(SoftmaxTerms.unbiasedKd(unkd, 1));
    for (Endpoint map : LayerPlan.MAPS) {
      LayerPlan.Layer layer = layers.of(map);
      if (layer.scheme() != LayerPlan.Scheme.NONE) {
        terms.add(
            MaskedTerms.pod(
                LayerPlan.term(map),
                factor(map) * layer.weight(),
                map,
                layer.scheme().isMasked() ? Optional.of(masking) : Optional.empty(),
                entropy == EntropyRule.FAITHFUL));
      }
    }
    return terms;
  }

  private double factor(Endpoint map) {
    return map == Endpoint.SMALL_LOGITS ? podLogits : pod;
  }

  private static SortedMap<Endpoint, Double> contexts(LayerPlan layers) {
    SortedMap<Endpoint, Double> contexts = new TreeMap<>();
    for (Endpoint map : LayerPlan.MAPS) {
      if (layers.of(map).scheme() == LayerPlan.Scheme.MD_MCD) {
        contexts.put(map, layers.of(map).weight());
      }
    }
    return contexts;
  }

  @Override
  public GradientLearner.Plan plan(StepContext context) {
    GradientLearner.Plan plain = SoftmaxMethod.super.plan(context);
    if (context.step().isBase()) {
      return plain;
    }
    if (searches()) {
      return plain.withWeights(search(context));
    }
    return weights == TermBalance.FIXED ? plain : plain.withWeights(equilibrium(context));
  }

  private PlanSearch search(StepContext learnt) {
    Map<String, Double> factors = new TreeMap<>();
    for (LossTerm term : lossTerms(learnt.step())) {
      factors.put(term.name(), term.weight());
    }
    return new PlanSearch(learnt.data(), factors, learnt.inherited());
  }

  @Override
  public double keptBack(Step step) {
    return searches() && !step.isBase() ? KEPT_BACK : 0;
  }

  private EquilibriumWeights equilibrium(StepContext learnt) {
    Step step = learnt.step();
    Map<String, Integer> numbers = numbers();
    SortedMap<Integer, EquilibriumWeights.Weighed> weighed = new TreeMap<>();
    for (LossTerm term : lossTerms(step)) {
      Integer number = numbers.get(term.name());
      weighed.put(
          number,
          new EquilibriumWeights.Weighed(
              term.name(), term.weight(), watched(term.name(), learnt.network(), learnt.mode())));
    }
    return new EquilibriumWeights(
        weighed,
        new EquilibriumWeights.Rules(
            new GradientEquilibrium(
                step.newClasses().size(), step.oldClasses().size() + 1, alpha, beta, gamma),
            measure,
            headFactor,
            learnt.training().momentum(),
            learnt.training().weightDecay(),
            learnt.data().batchesPerEpoch()),
        learnt.inherited());
  }

  @Override
  public Map<String, List<String>> askedGradients(Step step, Network network, Mode mode) {
    Map<String, List<String>> asked = new TreeMap<>();
    if (!step.isBase() && !searches() && weights == TermBalance.EQUILIBRIUM) {
      lossTerms(step)
          .forEach(term -> asked.put(term.name(), List.of(watched(term.name(), network, mode))));
    }
    return asked;
  }

  private static Map<String, Integer> numbers() {
    List<String> order = new ArrayList<>(List.of(CE, MCD, UNKD));
    LayerPlan.MAPS.forEach(map -> order.add(LayerPlan.term(map)));
    Map<String, Integer> numbers = new TreeMap<>();
    order.forEach(name -> numbers.put(name, numbers.size()));
    return numbers;
  }

  /** As in the official code: the last normalisation of the head, or a stage's first weights. */
  private String watched(String term, Network network, Mode mode) {
    Backbone backbone = network.backbone();
    for (int stage = 0; stage < Endpoint.STAGES.size(); stage++) {
      if (term.equals(LayerPlan.term(Endpoint.STAGES.get(stage)))) {
        return backbone.firstWeights(stage);
      }
    }
    return freezeBn || !mode.batchStatistics()
        ? "aspp.last_conv.0.weight"
        : "aspp.last_conv.1.weight";
  }

  @Override
  public Optional<PseudoLabels> pseudoLabels(Step step, HeadLayout layout) {
    return step.isBase() || !pseudo
        ? Optional.empty()
        : Optional.of(EntropyPseudoLabels.of(layout, entropy, threshold, adaptive));
  }

  @Override
  public VoidPixels voidPixels() {
    return VoidPixels.IGNORED;
  }
}
