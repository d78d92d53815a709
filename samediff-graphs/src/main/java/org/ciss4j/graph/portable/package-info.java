// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * The same ops made of such as ND4J brings for every device: the twins that the CPU's are held
 * against, and what an exported graph is made of.
 */
@NullMarked
package org.ciss4j.graph.portable;

import org.jspecify.annotations.NullMarked;
