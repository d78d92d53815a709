// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * How a graph runs: ops of our own as SameDiff sees them, the order in which all ops run, and when
 * the memory of an array is given back.
 */
@NullMarked
package org.ciss4j.graph.exec;

import org.jspecify.annotations.NullMarked;
