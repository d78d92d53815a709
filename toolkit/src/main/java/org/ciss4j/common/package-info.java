// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors

/** What every package above may use: errors that a person can mend, names of files, and seeds. */
@NullMarked
package org.ciss4j.common;

import org.jspecify.annotations.NullMarked;
