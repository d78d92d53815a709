// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli.output;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  @TempDir Path folder;

  /** Two dots behind a link lead beside the folder to which it leads, not beside the link. */
  @Test
  void wayBackBehindALinkLeadsIntoWhatIsRead() throws IOException {
    Path images = Files.createDirectories(folder.resolve("data/images/deep"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), images);
    Path read = folder.resolve("data/images");
    assertThatThrownBy(() -> Outputs.requireNotIn(link.resolve("../new"), read))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("which is read");
    assertThatThrownBy(() -> Outputs.requireNotIn(link.resolve("../new/newer"), read))
        .isInstanceOf(CissException.class);
    Outputs.requireNotIn(folder.resolve("data/images/../new"), read);
  }
}
