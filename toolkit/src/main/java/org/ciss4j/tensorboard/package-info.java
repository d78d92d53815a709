// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** Runs as TensorBoard shows them: losses, rates, scores and pictures in files of its format. */
@NullMarked
package org.ciss4j.tensorboard;

import org.jspecify.annotations.NullMarked;
