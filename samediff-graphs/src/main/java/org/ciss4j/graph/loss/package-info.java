// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Loss terms and the objective they add up to.
 *
 * <p>A {@link org.ciss4j.graph.loss.LossTerm} is a function from named tensors to a scalar and
 * knows nothing of trainers. {@link org.ciss4j.graph.loss.LossTerms} has those of the papers,
 * {@link org.ciss4j.graph.loss.Objective} adds a list of them to a network and computes values and
 * gradients.
 */
@NullMarked
package org.ciss4j.graph.loss;

import org.jspecify.annotations.NullMarked;
