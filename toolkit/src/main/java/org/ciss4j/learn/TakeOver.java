// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.learn;

import java.util.Map;
import org.ciss4j.graph.model.Parameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a method makes of a network that another one has learnt, to go on with it.
 *
 * @param parameters the network as its first step finds it
 * @param inherited what that step is given as {@link StepContext#inherited}
 */
public record TakeOver(Parameters parameters, Map<String, INDArray> inherited) {}
