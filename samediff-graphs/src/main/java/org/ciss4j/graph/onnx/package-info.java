// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Trained networks in the Open Neural Network Exchange format, for use without ND4J. The format's
 * classes are those that ND4J brings for its own import.
 */
@NullMarked
package org.ciss4j.graph.onnx;

import org.jspecify.annotations.NullMarked;
