// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** Plots as PNG pictures, and their colours. */
@NullMarked
package org.ciss4j.report.plot;

import org.jspecify.annotations.NullMarked;
