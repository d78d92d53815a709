// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning.arbiter;

import java.util.Map;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.apache.commons.math3.random.RandomGenerator;
import org.ciss4j.common.CissException;
import org.ciss4j.tuning.space.Strategy;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.ArithmeticCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.parentselection.RandomTwoParentSelection;
import org.deeplearning4j.arbiter.optimize.generator.genetic.mutation.RandomMutationOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;

/** Arbiter's generators and one of ours, each seeded in all its parts. */
final class Generators {
  /** Each value of a child is now and then drawn anew. */
  private static final double MUTATION_RATE = 0.15;

  private Generators() {}

  static CandidateGenerator of(CandidateSpace space, Strategy strategy) {
    return switch (strategy.kind()) {
      case RANDOM -> random(space, strategy.seed());
      case GRID -> grid(space, strategy.points());
      case GENETIC -> genetic(space, strategy);
      case TPE -> new TpeGenerator(space, strategy.seed());
    };
  }

  private static CandidateGenerator random(CandidateSpace space, long seed) {
    RandomSearchGenerator generator = new RandomSearchGenerator(space);
    generator.setRngSeed(seed);
    return generator;
  }

  private static CandidateGenerator grid(CandidateSpace space, int points) {
    try {
      return new GridSearchCandidateGenerator(
          space, points, GridSearchCandidateGenerator.Mode.Sequential, Map.of());
    } catch (IllegalStateException e) {
      throw CissException.usage(
              "the grid has more than two thousand million points; take fewer values, or strategy"
                  + " random")
          .withCause(e);
    }
  }

  /**
   * Children are always mixtures of two parents: Arbiter changes the genes of a parent in its place
   * where it lets one through without crossing.
   */
  private static CandidateGenerator genetic(CandidateSpace space, Strategy strategy) {
    RandomGenerator random = new JDKRandomGenerator();
    random.setSeed(strategy.seed());
    GeneticSelectionOperator selection =
        new GeneticSelectionOperator.Builder()
            .randomGenerator(random)
            .crossoverOperator(
                new ArithmeticCrossover.Builder()
                    .crossoverRate(1)
                    .randomGenerator(random)
                    .parentSelection(new RandomTwoParentSelection(random))
                    .build())
            .mutationOperator(
                new RandomMutationOperator.Builder()
                    .mutationRate(MUTATION_RATE)
                    .randomGenerator(random)
                    .build())
            .build();
    return new GeneticSearchCandidateGenerator.Builder(space, new HigherIsBetter())
        .populationModel(
            new PopulationModel.Builder().populationSize(strategy.population()).build())
        .selectionOperator(selection)
        .build();
  }
}
