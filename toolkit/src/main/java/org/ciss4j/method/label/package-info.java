// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** How logits become labels: decisions for scoring, and pseudo-labels for learning. */
@NullMarked
package org.ciss4j.method.label;

import org.jspecify.annotations.NullMarked;
