// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** The machine that graphs run on: its memory, threads and native libraries. */
@NullMarked
package org.ciss4j.graph.machine;

import org.jspecify.annotations.NullMarked;
