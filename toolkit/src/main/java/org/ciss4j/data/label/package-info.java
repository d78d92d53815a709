// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/** What the numbers in masks mean: files of class names, and tables from numbers to classes. */
@NullMarked
package org.ciss4j.data.label;

import org.jspecify.annotations.NullMarked;
