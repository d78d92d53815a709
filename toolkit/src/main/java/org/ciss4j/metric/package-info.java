// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * How good a segmentation is: a confusion matrix, the conventions it is read by, and the scores
 * that come out.
 *
 * <p>Counting and judging are apart: {@link org.ciss4j.metric.ConfusionMatrix} holds counts and
 * nothing else, {@link org.ciss4j.metric.EvaluationProtocol} says what the field does not agree on,
 * and {@link org.ciss4j.metric.Scores} are plain numbers. Everything is in channels (see {@link
 * org.ciss4j.scenario.LabelView}) and in fractions, not percent.
 */
@NullMarked
package org.ciss4j.metric;

import org.jspecify.annotations.NullMarked;
