// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** The command {@code ciss tune}. */
@NullMarked
package org.ciss4j.tuning.cli;

import org.jspecify.annotations.NullMarked;
