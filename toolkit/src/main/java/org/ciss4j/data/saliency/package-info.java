// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** Which pixels of an image stand out, whatever they show: for methods that ask for it. */
@NullMarked
package org.ciss4j.data.saliency;

import org.jspecify.annotations.NullMarked;
