// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** A trained network and what it says of images: labels, scores, reasons. It knows no run. */
@NullMarked
package org.ciss4j.train.evaluate;

import org.jspecify.annotations.NullMarked;
