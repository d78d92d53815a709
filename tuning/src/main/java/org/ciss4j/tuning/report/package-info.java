// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** Reports of studies, made of the blocks of the toolkit's reports. */
@NullMarked
package org.ciss4j.tuning.report;

import org.jspecify.annotations.NullMarked;
