// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** Models that grow: adopted from a file, extended by classes, and made to forget them. */
@NullMarked
package org.ciss4j.train.grow;

import org.jspecify.annotations.NullMarked;
