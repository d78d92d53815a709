// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * What is learned when: label spaces, settings, steps and scenarios, and the meaning of a label at
 * a step.
 *
 * <p>A scenario is data: it is parsed from text such as "15-1", checked once, and never changes.
 * {@link org.ciss4j.scenario.LabelView} is the only place that knows how a label of a data set is
 * seen by a step.
 */
@NullMarked
package org.ciss4j.scenario;

import org.jspecify.annotations.NullMarked;
