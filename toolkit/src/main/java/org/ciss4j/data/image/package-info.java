// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Image and mask files as pixels: what a file is, whether it is whole, how it is turned, and its
 * bytes. Whatever calls OpenCV calls {@link org.ciss4j.data.image.OpenCv#ready} first.
 */
@NullMarked
package org.ciss4j.data.image;

import org.jspecify.annotations.NullMarked;
