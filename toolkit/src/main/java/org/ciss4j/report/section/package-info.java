// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** The sections of a report: what runs say, compared and beside published scores. */
@NullMarked
package org.ciss4j.report.section;

import org.jspecify.annotations.NullMarked;
