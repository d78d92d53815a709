// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * The front door: {@link org.ciss4j.Ciss} runs a scenario in five lines.
 *
 * <p>Everything it does is done by the packages below it, which may be used directly.
 */
@NullMarked
package org.ciss4j;

import org.jspecify.annotations.NullMarked;
