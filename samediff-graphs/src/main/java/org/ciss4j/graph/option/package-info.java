// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * What ops are told, the same for each backend: geometry of convolutions and poolings, activations,
 * rules of signs, bits of dropout.
 */
@NullMarked
package org.ciss4j.graph.option;

import org.jspecify.annotations.NullMarked;
