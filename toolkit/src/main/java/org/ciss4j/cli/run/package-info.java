// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * A run under the eyes of the command line: signals, progress, errors as exit codes, and the report
 * at the end.
 */
@NullMarked
package org.ciss4j.cli.run;

import org.jspecify.annotations.NullMarked;
