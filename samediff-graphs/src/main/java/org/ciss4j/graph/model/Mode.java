// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a network runs.
 *
 * @param batchStatistics whether normalisation uses (and follows) the statistics of the batch, or
 *     the frozen running ones
 * @param dropout rate of the dropout before the last convolution; 0 for none
 * @param frozen names of the normalisations that are frozen all the same, {@code backbone.bn1}
 * @param constantWeights whether the weights stay as they are while the network is in use, so that
 *     it may keep them in whatever layout its ops like best
 * @param branching whether convolutions that may have two branches have them
 */
public record Mode(
    boolean batchStatistics,
    double dropout,
    Set<String> frozen,
    boolean constantWeights,
    Branching branching) {
  /** The first step of a scenario: batch statistics, dropout 0.1. */
  public static final Mode BASE_STEP = new Mode(true, 0.1);

  /** Every later step: normalisation frozen, dropout off, as in the official code of DKD. */
  public static final Mode LATER_STEP = new Mode(false, 0);

  /** Inference computes what later steps compute, with weights that nobody changes meanwhile. */
  public static final Mode INFERENCE = new Mode(false, 0, Set.of(), true, Branching.ONE);

  /** What a frozen normalisation has: scale, shift, mean and variance. */
  private static final List<String> PARTS =
      List.of(".weight", ".bias", ".running_mean", ".running_var");

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if the rate is not in [0, 1)
   */
  public Mode {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("expected a dropout rate in [0, 1), got " + dropout);
    }
    frozen = Set.copyOf(frozen);
  }

  /** For training, with all normalisations alike. */
  public Mode(boolean batchStatistics, double dropout) {
    this(batchStatistics, dropout, Set.of(), false, Branching.ONE);
  }

  /** The same with other branches. */
  public Mode with(Branching other) {
    return new Mode(batchStatistics, dropout, frozen, constantWeights, other);
  }

  /**
   * The same with those normalisations frozen that are whole among some parameters, such as those
   * of a weights file.
   *
   * @param parameters names of parameters
   */
  public Mode freezing(Collection<String> parameters) {
    Set<String> given = new HashSet<>(parameters);
    Set<String> whole =
        given.stream()
            .filter(name -> name.endsWith(PARTS.get(3)))
            .map(name -> name.substring(0, name.length() - PARTS.get(3).length()))
            .filter(layer -> PARTS.stream().allMatch(part -> given.contains(layer + part)))
            .collect(Collectors.toSet());
    return new Mode(batchStatistics, dropout, whole, constantWeights, branching);
  }

  /** Whether a normalisation uses, and follows, the statistics of the batch. */
  boolean followsBatch(String normalisation) {
    return batchStatistics && !frozen.contains(normalisation);
  }

  /**
   * Whether batches of one image cannot be learnt from: one image leaves one value per channel
   * behind the pooling of the whole image, and of one value there is no variance.
   */
  public boolean needsSeveralImages() {
    return followsBatch(Aspp.POOLED_NORM);
  }
}
