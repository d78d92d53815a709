// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * SameDiff graphs and what computes them.
 *
 * <p>{@link org.ciss4j.graph.Graphs} makes and runs graphs; {@link org.ciss4j.graph.Backend} says
 * which ops they are laid of and moves parameters. Below lie, from the ground up: {@code machine}
 * and {@code memory}, {@code option} (what an op is told), {@code kernel} (loops and oneDNN),
 * {@code exec} (how a graph runs), {@code op} (what an op is), and the two that implement it,
 * {@code cpu} and {@code portable}. Above lie {@code model}, {@code loss}, {@code ridge}, {@code
 * onnx} and {@code weights}.
 */
@NullMarked
package org.ciss4j.graph;

import org.jspecify.annotations.NullMarked;
