// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @AfterEach
  void nobodyIsInterruptedAfterwards() {
    Thread.interrupted();
  }

  @Test
  void nothingElseIsLeft() throws IOException {
    Path file = folder.resolve("a");
    AtomicFile.write(file, "one");
    AtomicFile.write(file, "two \u00fc");
    assertThat(file).hasContent("two \u00fc");
    assertThat(folder).isDirectoryContaining("glob:**a").isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void whatFailsLeavesTheFileAsItWas() {
    Path file = folder.resolve("a");
    AtomicFile.write(file, "before");
    assertThatThrownBy(
            () ->
                AtomicFile.writeBytes(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.allocate(100));
                      throw new IOException("no room");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(FileSystemException.class)
        .hasMessageContainingAll("a", "no room");
    assertThat(file).hasContent("before");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("no/file"), "x"))
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void anInterruptIsForOthers() {
    Path file = folder.resolve("a");
    Thread.currentThread().interrupt();
    AtomicFile.write(file, "written");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(file).hasContent("written");
  }

  /** In the midst of writing, which Java then breaks off. */
  @Test
  void anInterruptOnTheWayIsForOthersToo() {
    Path file = folder.resolve("a");
    AtomicInteger attempts = new AtomicInteger();
    AtomicFile.writeBytes(
        file,
        channel -> {
          channel.write(ByteBuffer.wrap(new byte[] {'x'}));
          if (attempts.incrementAndGet() < 3) {
            Thread.currentThread().interrupt();
          }
          channel.write(ByteBuffer.wrap(new byte[] {'y'}));
        });
    assertThat(attempts).hasValue(3);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("xy");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void readingToo() throws IOException {
    Path file = folder.resolve("a");
    AtomicFile.write(file, "abc");
    Thread.currentThread().interrupt();
    long size =
        Undisturbed.call(
            () -> {
              try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return channel.size();
              }
            });
    assertThat(size).isEqualTo(3);
    assertThat(Thread.interrupted()).isTrue();
  }
}
