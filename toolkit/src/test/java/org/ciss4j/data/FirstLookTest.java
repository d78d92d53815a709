// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenCV shares out images of more than 65,536 pixels among threads of its own. It died with SIGFPE
 * where their number was changed while it did so, in one fresh process of three.
 */
class FirstLookTest {
  @TempDir Path folder;

  @RepeatedTest(5)
  void severalThreadsMayDecodeTheFirstPhotographs() throws IOException, InterruptedException {
    VocFiles files = VocFiles.sound(folder.resolve("data"));
    for (String id : new String[] {"a", "b"}) {
      files.jpeg(id, 480, 360, 0x406080).mask("SegmentationClass", id, new byte[480 * 360], 480);
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-CreateCoredumpOnCrash",
                "-cp",
                System.getProperty("java.class.path"),
                FirstLook.class.getName(),
                files.root.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said.txt").toFile())
            .start();
    assertThat(process.waitFor()).as("%s", folder.resolve("said.txt")).isZero();
  }
}
