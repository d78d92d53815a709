// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Reports of runs as Markdown, CSV and HTML, rendered from run directories alone.
 *
 * <p>{@link org.ciss4j.report.Reports} is the way in. What a report says is a {@code Document} of
 * sections and blocks, made in one place; how it looks is one class per format. Scores are
 * fractions in code and percent in reports.
 */
@NullMarked
package org.ciss4j.report;

import org.jspecify.annotations.NullMarked;
