// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Training: the loop of one step, the run over all steps of a scenario, evaluation, and the run
 * directory.
 *
 * <p>{@link org.ciss4j.train.ScenarioRunner} trains an {@link org.ciss4j.train.Experiment}; {@link
 * org.ciss4j.train.StepTrainer} is the loop to read first. SameDiff's own fit is not used: it knows
 * one updater for all parameters and reports a loss of 0.
 */
@NullMarked
package org.ciss4j.train;

import org.jspecify.annotations.NullMarked;
