// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors

/**
 * How one step is learnt: the learner that takes batches, and what it is made of. {@link
 * org.ciss4j.learn.GradientLearner} is what most methods need.
 */
@NullMarked
package org.ciss4j.learn;

import org.jspecify.annotations.NullMarked;
