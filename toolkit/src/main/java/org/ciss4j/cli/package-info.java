// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * The {@code ciss} command and its subcommands, each of which is a main class of its own.
 *
 * <p>Standard output is for results; progress and errors go to standard error. Exit codes: 0 for
 * success, 1 for work that failed, 2 for a request that cannot be met. Nothing but the last line of
 * a main ends the process.
 */
@NullMarked
package org.ciss4j.cli;

import org.jspecify.annotations.NullMarked;
