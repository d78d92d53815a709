// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.ciss4j.common.CissException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Odd files, made here. */
class OddFilesInSmallTest {
  @TempDir Path folder;

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private Path write(String name, byte[]... parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.write(part);
    }
    return Files.write(folder.resolve(name), out.toByteArray());
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] greyMask(int type) throws IOException {
    BufferedImage mask = new BufferedImage(4, 1, type);
    for (int x = 0; x < 4; x++) {
      mask.getRaster().setSample(x, 0, 0, x % 2);
    }
    return encoded(mask, "png");
  }

  private static byte[] chunk(String name, int... data) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length).put(text(name));
    for (int value : data) {
      chunk.put((byte) value);
    }
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + data.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  /** GIMP and ImageMagick write the chunk, which says that a grey is transparent. */
  @ParameterizedTest
  @CsvSource({"10", "12"}) // 8 bits and 1 bit
  void greyMasksMayHaveATransparentNumber(int type) throws IOException {
    byte[] png = greyMask(type);
    Path file = write("m.png", slice(png, 0, 33), chunk("tRNS", 0, 1), slice(png, 33, png.length));
    assertThat(new MaskFile(file).decode().data()).containsExactly(0, 1, 0, 1);
  }

  @Test
  void remarksInAMaskMayBeMalformed() throws IOException {
    byte[] png = greyMask(BufferedImage.TYPE_BYTE_GRAY);
    byte[] remark = chunk("iCCP", 1, 2, 3);
    remark[remark.length - 1]++;
    Path file = write("m.png", slice(png, 0, 33), remark, slice(png, 33, png.length));
    assertThat(new MaskFile(file).decode().data()).containsExactly(0, 1, 0, 1);
  }

  @Test
  void bytesBetweenTheSegmentsOfAJpegDoNoHarm() throws IOException {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 3, 0xFF8040);
    byte[] jpeg = encoded(image, "jpg");
    int second = 4 + (jpeg[4] << 8) + jpeg[5]; // behind the first segment
    byte[] icc = text("ICC_PROFILE\0\1\1abc");
    byte[] segment =
        ByteBuffer.allocate(4 + icc.length)
            .putShort((short) 0xFFE2)
            .putShort((short) (2 + icc.length))
            .put(icc)
            .array();
    byte[] end = slice(jpeg, second, jpeg.length);
    byte[] plain = new ImageFile(write("a.jpg", jpeg)).decode().data();
    for (byte[] junk : new byte[][] {text("junk"), text("\u00FF\0\u00FF\u00FF"), segment}) {
      ImageFile odd = new ImageFile(write("b.jpg", slice(jpeg, 0, second), junk, junk, end));
      assertThat(odd.header().size()).isEqualTo(new ImageSize(16, 8));
      odd.requireUndamaged();
      assertThat(odd.decode().data()).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "version https://git-lfs.github.com/spec/v1, a pointer of Git LFS, git lfs pull",
    "<!DOCTYPE html><p>404, a web page, fetch it again",
    "<?xml version='1.0'?><svg/>, an SVG file, export it as PNG",
    "GIF89a, a GIF file, convert it to PNG",
    "1234ftypheic, a HEIC or AVIF file, convert it to JPEG or PNG"
  })
  void whatIsNoImageIsCalledByItsName(String start, String kind, String remedy) throws IOException {
    for (String name : new String[] {"a.jpg", "a.png", "a.bmp"}) {
      Path file = write(name, text(start + "\n"));
      assertThatThrownBy(() -> new ImageFile(file).header())
          .isInstanceOf(CissException.class)
          .hasMessageContainingAll(name, kind, remedy);
      assertThatThrownBy(() -> new ImageFile(file).decode()).hasMessageContainingAll(kind, remedy);
      assertThatThrownBy(() -> new MaskFile(file).decode())
          .hasMessageContainingAll(name, "is not a PNG file", kind, remedy);
    }
  }

  @Test
  void aFileThatMayNotBeReadSaysSo() {
    Path missing = folder.resolve("none.png");
    assertThatThrownBy(() -> new MaskFile(missing).decode())
        .hasMessage("mask " + missing + " cannot be read: it does not exist");
  }
}
