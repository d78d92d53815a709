// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * What a study searches and how it goes about it: dimensions, the space they make, and strategies
 * that propose one candidate after the other.
 */
@NullMarked
package org.ciss4j.tuning.space;

import org.jspecify.annotations.NullMarked;
