// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * SameDiff ops of our own, written in Java.
 *
 * <p>Maps between ops are channels-last, {@code float [N, H, W, C]}: oneDNN's kernels for that
 * layout need no reordering of activations and measured as fast as its blocked layouts. Only at the
 * edges of a graph (image, logits) maps are {@code [N, C, H, W]}. {@link org.ciss4j.graph.op.Ops}
 * builds them, or their portable twins of ND4J's ops, {@link org.ciss4j.graph.op.Graphs} makes
 * graphs that can run them.
 */
@NullMarked
package org.ciss4j.graph.op;

import org.jspecify.annotations.NullMarked;
