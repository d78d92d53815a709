// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.Map;

/**
 * What one batch has told a learner.
 *
 * @param total what is minimised
 * @param terms each of its terms before its weight, by name, in a fixed order
 * @param watched what is looked at besides, likewise
 * @param rate learning rate of the backbone; 0 where there is none
 */
public record Losses(
    double total, Map<String, Double> terms, Map<String, Double> watched, double rate) {}
