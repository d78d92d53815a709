// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** Arbiter's parameter spaces and generators behind our own words; nothing else imports Arbiter. */
@NullMarked
package org.ciss4j.tuning.arbiter;

import org.jspecify.annotations.NullMarked;
