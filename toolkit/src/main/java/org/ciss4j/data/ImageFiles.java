// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import java.nio.file.Path;

/**
 * Where one labelled image lies.
 *
 * @param id its name in the data set
 * @param image its photograph
 * @param mask its labels
 */
record ImageFiles(String id, Path image, Path mask) {}
