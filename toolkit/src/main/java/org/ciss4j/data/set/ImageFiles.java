// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.set;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where one labelled image lies.
 *
 * @param id its name in the data set
 * @param image its photograph
 * @param mask its labels
 */
record ImageFiles(String id, Path image, Path mask) {

  /** Those that are not there, the image first. */
  List<Path> missing() {
    return Stream.of(image, mask).filter(file -> !Files.exists(file)).toList();
  }
}
