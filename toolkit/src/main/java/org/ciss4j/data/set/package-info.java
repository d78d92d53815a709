// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Data sets in the layouts that people have, opened by {@link org.ciss4j.data.set.Datasets}: each
 * layout is a class, most of them a {@link org.ciss4j.data.set.FileDataset}.
 */
@NullMarked
package org.ciss4j.data.set;

import org.jspecify.annotations.NullMarked;
