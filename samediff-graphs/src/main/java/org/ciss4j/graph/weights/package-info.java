// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Weights files.
 *
 * <p>{@link org.ciss4j.graph.weights.WeightsFile} reads any of them: safetensors files and PyTorch
 * checkpoints of both formats. {@link org.ciss4j.graph.weights.Safetensors} also writes the former,
 * with a few strings of metadata. Either way, a file is a map from parameter names to ND4J arrays.
 * Files come from outside, so every number is checked before it is used, and nothing that a file
 * asks for is run; what does not hold is a {@link
 * org.ciss4j.graph.weights.tensor.WeightsFormatException}.
 *
 * <p>{@link org.ciss4j.graph.weights.NetworkWeights} gives the arrays of a file the names of our
 * networks; a {@link org.ciss4j.graph.weights.LoadReport} says how they fit one.
 */
@NullMarked
package org.ciss4j.graph.weights;

import org.jspecify.annotations.NullMarked;
