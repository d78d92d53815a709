// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Tensors in files: open files that bound what is read, types and shapes of elements, and the way
 * from bytes to arrays.
 */
@NullMarked
package org.ciss4j.graph.weights.tensor;

import org.jspecify.annotations.NullMarked;
