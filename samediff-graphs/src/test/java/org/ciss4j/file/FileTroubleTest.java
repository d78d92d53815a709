// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {
  /** What the system says of most of these is the path, and nothing else. */
  @Test
  void everyTroubleHasAReason() {
    assertThat(FileTrouble.reason(new NoSuchFileException("a"))).isEqualTo("it does not exist");
    assertThat(FileTrouble.reason(new AccessDeniedException("a")))
        .isEqualTo("its permissions forbid it");
    assertThat(FileTrouble.reason(new NotDirectoryException("a"))).isEqualTo("it is no folder");
    assertThat(FileTrouble.reason(new DirectoryNotEmptyException("a")))
        .isEqualTo("directory not empty");
    assertThat(FileTrouble.reason(new FileSystemException("a", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileTrouble.reason(new FileSystemLoopException("a/b")))
        .startsWith("a/b leads by a link back");
    assertThat(FileTrouble.reason(new UncheckedIOException(new IOException("Broken pipe"))))
        .isEqualTo("Broken pipe");
    assertThat(FileTrouble.reason(new IOException())).isEqualTo("io");
  }
}
