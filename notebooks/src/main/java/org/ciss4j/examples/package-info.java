// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * Programs to copy into an IDE and to change. Each is one class that needs nothing but ciss4j; its
 * first argument is a folder to write into. Without further arguments a tiny network works on the
 * built-in sample data, so that each can be tried at once.
 */
@NullMarked
package org.ciss4j.examples;

import org.jspecify.annotations.NullMarked;
