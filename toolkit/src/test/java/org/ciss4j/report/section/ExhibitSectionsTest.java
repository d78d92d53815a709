// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.ciss4j.data.LabeledImage;
import org.ciss4j.report.Reports;
import org.ciss4j.report.RunFixture;
import org.ciss4j.report.page.Block;
import org.ciss4j.report.page.Document;
import org.ciss4j.report.page.Picture;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.LabelSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public final class ExhibitSectionsTest {
  /** 4x2: background, cat and void. */
  static final LabeledImage IMAGE =
      new LabeledImage("a", 4, 2, grey(8), new byte[] {0, 0, 1, 1, 0, 0, 1, (byte) 255});

  @TempDir Path folder;

  private static byte[] grey(int pixels) {
    byte[] rgb = new byte[3 * pixels];
    Arrays.fill(rgb, (byte) 128);
    return rgb;
  }

  public static Exhibits exhibits() {
    byte[] predicted = {0, 0, 3, 3, 0, 0, 3, 3};
    float[] map = {0, 0, 1, 1, 0, 0.25f, 0.5f, 1};
    return new Exhibits(
        new LabelSpace("voc", RunFixture.NAMES),
        List.of("step 0"),
        List.of(new Exhibits.Labelled(IMAGE, List.of(predicted))),
        List.of("dkd"),
        List.of(new Exhibits.Activation(3, IMAGE, List.of(map))));
  }

  @Test
  void aRowHasImageTruthAndPredictions() throws IOException {
    Document.Section section = ExhibitSections.of(exhibits()).get(0);
    Block.Gallery gallery = (Block.Gallery) section.blocks().get(0);
    assertThat(gallery.columns()).containsExactly("image", "truth", "step 0");
    assertThat(gallery.legend())
        .containsExactly(
            new Block.LegendEntry("background", 0),
            new Block.LegendEntry("cat", 0x800000),
            new Block.LegendEntry("cow", 0x808000),
            new Block.LegendEntry("void, not scored", 0xE0E0C0));
    List<Picture> pictures = gallery.rows().get(0).pictures();
    assertThat(pictures)
        .extracting(Picture::type)
        .containsExactly("image/jpeg", "image/png", "image/png");
    assertThat(decoded(pictures.get(1)).getRGB(2, 0) & 0xFFFFFF).isEqualTo(0x800000);
    assertThat(decoded(pictures.get(1)).getRGB(3, 1) & 0xFFFFFF).isEqualTo(0xE0E0C0);
    assertThat(decoded(pictures.get(2)).getRGB(3, 1) & 0xFFFFFF).isEqualTo(0x808000);
    int grey = decoded(pictures.get(0)).getRGB(1, 1) & 0xFF;
    assertThat(grey).isBetween(120, 136);
  }

  @Test
  void theWorstImagesComeFirst() {
    Exhibits some = exhibits();
    Exhibits.Labelled shown = new Exhibits.Labelled(IMAGE, List.of(new byte[8]));
    Exhibits exhibits =
        new Exhibits(
            some.labels(),
            List.of(new Exhibits.Worst(shown, 0.125, 24), new Exhibits.Worst(shown, 0.5, 24)),
            some.columns(),
            some.labelled(),
            some.mapColumns(),
            some.activations());
    Document.Section section = ExhibitSections.of(exhibits).get(0);
    assertThat(section.title()).isEqualTo("Worst images");
    Block.Gallery gallery = (Block.Gallery) section.blocks().get(0);
    assertThat(gallery.caption()).startsWith("The worst of 24 images that were scored");
    assertThat(gallery.columns()).containsExactly("image", "truth", "dkd");
    assertThat(gallery.rows())
        .extracting(Block.GalleryRow::name)
        .containsExactly("a, IoU 12.50 %", "a, IoU 50.00 %");
  }

  @Test
  void activationsGetBrighter() throws IOException {
    Document.Section section = ExhibitSections.of(exhibits()).get(1);
    Block.Gallery gallery = (Block.Gallery) section.blocks().get(0);
    assertThat(gallery.rows().get(0).name()).isEqualTo("cow");
    BufferedImage map = decoded(gallery.rows().get(0).pictures().get(1));
    assertThat(sum(map, 0, 0)).isLessThan(sum(map, 1, 1));
    assertThat(sum(map, 1, 1)).isLessThan(sum(map, 2, 1));
    assertThat(sum(map, 2, 1)).isLessThan(sum(map, 3, 1));
  }

  private static int sum(BufferedImage image, int x, int y) {
    int colour = image.getRGB(x, y);
    return (colour >> 16 & 0xFF) + (colour >> 8 & 0xFF) + (colour & 0xFF);
  }

  private static BufferedImage decoded(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.file()));
  }

  @Test
  void largePicturesAreScaledDown() {
    Picture picture = Picture.labels(1000, 500, new byte[500_000], "");
    assertThat(picture.width()).isEqualTo(320);
    assertThat(picture.height()).isEqualTo(160);
  }

  @Test
  void theReportShowsThem() {
    RunDirectory run = RunFixture.whole(folder.resolve("run"), "dkd");
    Path html = Reports.compare(List.of(run), labels -> exhibits(), folder.resolve("r.html"));
    assertThat(RunFixture.read(html))
        .contains("<h2 id=\"examples\">", "<h2 id=\"activations\">", "data:image/jpeg;base64,")
        .contains("<li><span style=\"background:#800000\"></span>cat</li>")
        .contains("alt=\"labels of a: truth\"");
    assertThat(RunFixture.read(folder.resolve("r.md"))).doesNotContain("Examples");
  }
}
