// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Memory of arrays: pointers into it, the pool that a run takes it from, dry runs that only count
 * it, and a look for what is no finite number.
 */
@NullMarked
package org.ciss4j.graph.memory;

import org.jspecify.annotations.NullMarked;
