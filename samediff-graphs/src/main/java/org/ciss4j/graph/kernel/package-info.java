// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * The loops that ops are made of, on oneDNN and in plain Java, on arrays in the memory of the CPU.
 * Nothing here knows of graphs.
 */
@NullMarked
package org.ciss4j.graph.kernel;

import org.jspecify.annotations.NullMarked;
