// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Weights files.
 *
 * <p>{@link org.ciss4j.graph.weights.Safetensors} reads and writes the safetensors format: a map
 * from parameter names to ND4J arrays, with a few strings of metadata. Files come from outside, so
 * every number of a header is checked before it is used; what does not hold is a {@link
 * org.ciss4j.graph.weights.WeightsFormatException}. Nothing here knows what the parameters mean.
 */
@NullMarked
package org.ciss4j.graph.weights;

import org.jspecify.annotations.NullMarked;
