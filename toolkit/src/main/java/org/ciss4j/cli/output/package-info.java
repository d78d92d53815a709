// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** What commands write: the console, tables, progress, pictures and files. */
@NullMarked
package org.ciss4j.cli.output;

import org.jspecify.annotations.NullMarked;
