// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
/**
 * The shape of the code as tests. {@link org.ciss4j.architecture.Arrows} is the table of packages,
 * {@link org.ciss4j.architecture.ArchitectureRules} are the rules; every module runs all of them on
 * its own classes and on those it builds upon.
 */
@NullMarked
package org.ciss4j.architecture;

import org.jspecify.annotations.NullMarked;
