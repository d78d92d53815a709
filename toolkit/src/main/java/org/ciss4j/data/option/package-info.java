// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** What reading data is told; configurations name these values. */
@NullMarked
package org.ciss4j.data.option;

import org.jspecify.annotations.NullMarked;
