// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** What was asked of a run, as {@code config.json} keeps it. */
@NullMarked
package org.ciss4j.result.config;

import org.jspecify.annotations.NullMarked;
