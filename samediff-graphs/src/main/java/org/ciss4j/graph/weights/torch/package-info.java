// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * PyTorch checkpoints of both formats, without Python: a machine that reads pickles and runs
 * nothing they ask for.
 */
@NullMarked
package org.ciss4j.graph.weights.torch;

import org.jspecify.annotations.NullMarked;
