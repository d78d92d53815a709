// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Methods of class-incremental segmentation as values.
 *
 * <p>A {@link org.ciss4j.method.Method} is a record whose components are its hyper-parameters. It
 * says which classifiers a step has, which loss terms train it, how its parameters are optimised
 * and initialised, and how logits become labels; trainer, data and metrics are the same for all
 * methods. {@link org.ciss4j.method.Methods} knows them by name.
 */
@NullMarked
package org.ciss4j.method;

import org.jspecify.annotations.NullMarked;
