// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** Options that several commands share. */
@NullMarked
package org.ciss4j.cli.option;

import org.jspecify.annotations.NullMarked;
