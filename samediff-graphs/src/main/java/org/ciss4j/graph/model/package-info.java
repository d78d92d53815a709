// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Segmentation networks as SameDiff graphs: backbones, atrous spatial pyramid pooling, per-step
 * classifiers.
 *
 * <p>A graph is a function of a {@link org.ciss4j.graph.model.Network} (what it is made of), a
 * {@link org.ciss4j.graph.model.HeadLayout} (which classifiers it has), a {@link
 * org.ciss4j.graph.model.Mode} (training or inference) and {@link
 * org.ciss4j.graph.model.Parameters} (its numbers, under the names of a PyTorch state dict). The
 * parameters live outside of the graph, so that the graphs of training and of inference share them.
 */
@NullMarked
package org.ciss4j.graph.model;

import org.jspecify.annotations.NullMarked;
