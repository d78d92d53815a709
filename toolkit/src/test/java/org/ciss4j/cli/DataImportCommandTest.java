// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataImportCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void annotate() throws IOException {
    BufferedImage photo = new BufferedImage(40, 30, BufferedImage.TYPE_3BYTE_BGR);
    ImageIO.write(photo, "jpg", folder.resolve("a.jpg").toFile());
    Files.writeString(
        folder.resolve("a.json"),
        """
        {"imagePath": "a.jpg", "imageHeight": 30, "imageWidth": 40, "shapes": [
          {"label": "cat", "points": [[10, 10], [29, 10], [29, 19], [10, 19]]}]}
        """);
  }

  @Test
  void whatItWritesIsSoundAndShown() {
    Path out = folder.resolve("out");
    Cli cli = Cli.run("data", "import", folder, "--out", out);
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("labelme: 1 images written to " + out)
        .containsPattern("1  cat +1 +16.67");
    assertThat(cli.err()).contains("--format labelme", "preview.png");
    assertThat(out.resolve("preview.png")).exists();
    assertThat(out.resolve("labels.txt")).hasContent("0 background\n1 cat\n255 void\n");
    Cli check = Cli.run("data", "stats", "--dataset", "folder", "--data", out);
    assertThat(check.err()).contains("too few images");
    Cli again = Cli.run("data", "import", folder, "--out", out);
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("is not empty");
  }

  /** The next import would take what this one wrote for images. */
  @Test
  void nothingIsWrittenAmongTheImages() throws IOException {
    Path images = Files.createDirectories(folder.resolve("photos"));
    Files.move(folder.resolve("a.jpg"), images.resolve("a.jpg"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), images);
    Cli cli = Cli.run("data", "import", folder, "--images", images, "--out", link.resolve("new"));
    assertThat(cli.exit()).isEqualTo(2);
    assertThat(cli.err()).contains("lies in", "which is read");
    assertThat(images.resolve("new")).doesNotExist();
  }

  @Test
  void endingsMayBeLargeAndHiddenFilesAreNone() throws IOException {
    Files.move(folder.resolve("a.json"), folder.resolve("a.JSON"));
    Files.write(folder.resolve("._a.json"), new byte[] {0, 5, 22, 7});
    Cli cli = Cli.run("data", "import", folder, "--out", folder.resolve("out"));
    assertThat(cli.exit()).as(cli.err()).isZero();
    assertThat(folder.resolve("out/masks/a.png")).exists();
  }

  @Test
  void jsonIsForPrograms() {
    Cli cli = Cli.run("data", "import", folder, "--out", folder.resolve("out"), "--json");
    assertThat(cli.out()).contains("\"source\" : \"labelme\"", "\"name\" : \"cat\"");
  }

  @Test
  void badUsageIsSaid() {
    Cli unknown =
        Cli.run("data", "import", folder, "--format", "cvat", "--out", folder.resolve("o"));
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("format cvat is unknown; expected labelme, coco");
    Cli missing = Cli.run("data", "import", folder.resolve("x"), "--out", folder.resolve("o"));
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("does not exist");
    assertThat(folder.resolve("o")).doesNotExist();
  }

  /** What it leaves can be told from a data set, and an output is no part of what is read. */
  @Test
  void nothingIsDoneInSilence() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("photos")).resolve("out");
    Cli inside = Cli.run("data", "import", folder, "--out", deep);
    assertThat(inside.exit()).isEqualTo(2);
    assertThat(inside.err()).contains("lies in " + folder);
    Cli unused =
        Cli.run("data", "import", folder, "--palette", "voc", "--out", folder.resolve("o"));
    assertThat(unused.exit()).isEqualTo(2);
    assertThat(unused.err()).contains("--palette has no effect with --format labelme");
    Files.write(folder.resolve("a.jpg"), new byte[0]);
    Cli cut = Cli.run("data", "import", folder, "--out", folder.resolve("o"));
    assertThat(cut.exit()).isEqualTo(1);
    assertThat(cut.err()).contains("image " + folder.resolve("a.jpg") + " is empty");
    assertThat(folder.resolve("o/labels.txt")).doesNotExist();
  }
}
