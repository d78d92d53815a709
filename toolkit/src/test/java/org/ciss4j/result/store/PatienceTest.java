// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading again, and when not. */
class PatienceTest {
  private final AtomicInteger attempts = new AtomicInteger();

  private String after(int failures, IOException failure) throws IOException {
    return Patience.read(
        () -> {
          if (attempts.incrementAndGet() <= failures) {
            throw failure;
          }
          return "read";
        });
  }

  @Test
  void whatCannotBeReadForAMomentIsReadAgain() throws IOException {
    assertThat(after(3, new IOException("Too many open files"))).isEqualTo("read");
    assertThat(attempts).hasValue(4);
  }

  @Test
  void afterFourAttemptsTheErrorIsTheLast() {
    IOException denied = new AccessDeniedException("scores.json");
    assertThatThrownBy(() -> after(4, denied)).isSameAs(denied);
    assertThat(attempts).hasValue(4);
  }

  @Test
  void uncheckedErrorsCountToo() {
    IOException io = new IOException("EIO");
    assertThatThrownBy(
            () ->
                Patience.read(
                    () -> {
                      attempts.incrementAndGet();
                      throw new UncheckedIOException(io);
                    }))
        .isSameAs(io);
    assertThat(attempts).hasValue(4);
  }

  @Test
  void whatCannotBeLookedAtIsNotMissing(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("step_0"), "");
    assertThat(Patience.exists(file)).isTrue();
    assertThat(Patience.exists(folder.resolve("step_1"))).isFalse();
    assertThatThrownBy(() -> Patience.exists(file.resolve("scores.json")))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void whatIsMissingIsNotWaitedFor() {
    assertThatThrownBy(() -> after(9, new NoSuchFileException("gone")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(attempts).hasValue(1);
  }
}
