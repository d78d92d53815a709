// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * What an op is: {@link org.ciss4j.graph.op.Ops} names all that networks and losses are made of.
 * Beside it lie the few ops that have one form for every backend.
 */
@NullMarked
package org.ciss4j.graph.op;

import org.jspecify.annotations.NullMarked;
