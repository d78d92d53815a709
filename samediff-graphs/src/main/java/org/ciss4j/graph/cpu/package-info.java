// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * The ops of the CPU's backend: each is listed in {@link org.ciss4j.graph.cpu.CpuOps}, as SameDiff
 * finds it there by its name in a file, computes by kernels, and says its own gradient.
 *
 * <p>Maps between ops are channels-last, {@code float [N, H, W, C]}: oneDNN's kernels for that
 * layout need no reordering of activations and measured as fast as its blocked layouts. Only at the
 * edges of a graph (image, logits) maps are {@code [N, C, H, W]}.
 */
@NullMarked
package org.ciss4j.graph.cpu;

import org.jspecify.annotations.NullMarked;
