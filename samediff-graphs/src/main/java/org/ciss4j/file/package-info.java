// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors

/** Files that are there whole or not at all, whatever happens while they are written. */
@NullMarked
package org.ciss4j.file;

import org.jspecify.annotations.NullMarked;
