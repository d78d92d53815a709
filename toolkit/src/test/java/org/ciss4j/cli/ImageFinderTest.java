// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ciss4j.common.CissException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFinderTest {
  @TempDir Path shots;

  @BeforeEach
  void make() throws IOException {
    for (String name :
        List.of(
            "a.png",
            "b.x.JPG",
            "one/cam1/a.png",
            "one/cam2/a.jpeg",
            "two [x]/b.png",
            ".git/c.png")) {
      Files.createDirectories(shots.resolve(name).getParent());
      Files.writeString(shots.resolve(name), "");
    }
    Files.writeString(shots.resolve("notes.txt"), "");
    Files.createSymbolicLink(shots.resolve("one/cam2/circle"), shots.resolve("one"));
  }

  /** What is found, from the folder before the first part that is a pattern. */
  @ParameterizedTest
  @CsvSource({
    "'', '', a.png b.x.JPG",
    "/, '', a.png b.x.JPG",
    "/*, '', a.png b.x.JPG",
    "/*/cam?/a*, '', one/cam1/a.png one/cam2/a.jpeg",
    "/**/a.*, '', a.png one/cam1/a.png one/cam2/a.jpeg",
    "/**/*.png, '', a.png one/cam1/a.png two [x]/b.png",
    "'/one/**/*.{png,jpeg}', one, cam1/a.png cam2/a.jpeg",
    "/two [x]/*, two [x], b.png",
    "/two [x], two [x], b.png",
    "/tw* [[]x]/b.png, '', two [x]/b.png"
  })
  void imagesThatFitAreFound(String pattern, String folder, String names) {
    check(pattern, folder, names);
  }

  private void check(String pattern, String folder, String names) {
    ImageFinder finder = ImageFinder.of(shots + pattern);
    Path base = shots.resolve(folder);
    assertThat(finder.folder().normalize()).isEqualTo(base.normalize());
    assertThat(
            finder.images(shots.resolve("out")).stream().map(base::relativize).map(Path::toString))
        .containsExactly(names.replaceAll("(?<=[gG]) ", "\n").split("\n"));
  }

  /** Labels of an earlier time are no images. */
  @Test
  void theOutputIsNotLookedAt() throws IOException {
    Files.createDirectories(shots.resolve("out"));
    Files.writeString(shots.resolve("out/a.png"), "");
    check("/**/a.png", "", "a.png one/cam1/a.png");
  }

  @ParameterizedTest
  @CsvSource({
    "/[a.png, cannot be read",
    "/*.gif, no JPEG or PNG image fits",
    "/one, holds no JPEG or PNG image",
    "/none, does not exist",
    "/none/*.png, does not exist",
    "/a.png, is no folder"
  })
  void whatIsNotFoundIsSaid(String pattern, String message) {
    assertThatThrownBy(() -> ImageFinder.of(shots + pattern).images(shots.resolve("out")))
        .isInstanceOf(CissException.class)
        .hasMessageContaining(message);
  }

  @Test
  void nothingIsNoFolder() {
    assertThatThrownBy(() -> ImageFinder.of(""))
        .isInstanceOf(CissException.class)
        .hasMessageContaining("--images names nothing");
  }
}
