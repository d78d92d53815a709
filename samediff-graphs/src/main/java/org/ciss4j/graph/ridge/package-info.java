// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors

/** Ridge regression from sums over all that was ever seen: classifiers without a gradient. */
@NullMarked
package org.ciss4j.graph.ridge;

import org.jspecify.annotations.NullMarked;
