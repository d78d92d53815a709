// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ciss4j.data.option.ExifRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OrientationTest {
  /** A row of 1 2 3 above one of 4 5 6. */
  private static final Pixels STORED =
      new Pixels(3, 2, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6});

  @TempDir Path folder;

  private static String rows(Pixels pixels) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pixels.width() * pixels.height(); i++) {
      text.append(i > 0 && i % pixels.width() == 0 ? "/" : "").append(pixels.data()[3 * i]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 123/456", "2, 321/654", "3, 654/321", "4, 456/123",
    "5, 14/25/36", "6, 41/52/63", "7, 63/52/41", "8, 36/25/14"
  })
  void turnsAsExifDefines(int tag, String shown) {
    assertThat(rows(Orientation.of(tag).applied(STORED))).isEqualTo(shown);
  }

  @ParameterizedTest
  @EnumSource
  void isUndoneByItsInverse(Orientation orientation) {
    assertThat(orientation.inverse().applied(orientation.applied(STORED)).data())
        .isEqualTo(STORED.data());
  }

  private static ByteBuffer block(ByteOrder order, int tag) {
    ByteBuffer block = ByteBuffer.allocate(26).order(order);
    block.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4D4D));
    block.putShort((short) 42).putInt(8).putShort((short) 1);
    block.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) tag);
    return block.putShort((short) 0).putInt(0).flip();
  }

  @Test
  void isReadInBothByteOrders() {
    for (int tag = 1; tag <= 8; tag++) {
      assertThat(Orientation.of(block(ByteOrder.BIG_ENDIAN, tag)).tag()).isEqualTo(tag);
      assertThat(Orientation.of(block(ByteOrder.LITTLE_ENDIAN, tag)).tag()).isEqualTo(tag);
    }
  }

  @Test
  void nonsenseIsUpright() {
    assertThat(Orientation.of(block(ByteOrder.BIG_ENDIAN, 9))).isEqualTo(Orientation.UPRIGHT);
    assertThat(Orientation.of(block(ByteOrder.BIG_ENDIAN, 0))).isEqualTo(Orientation.UPRIGHT);
    assertThat(Orientation.of(ByteBuffer.allocate(0))).isEqualTo(Orientation.UPRIGHT);
    ByteBuffer cut = block(ByteOrder.BIG_ENDIAN, 6).limit(14);
    assertThat(Orientation.of(cut.slice())).isEqualTo(Orientation.UPRIGHT);
    ByteBuffer far = block(ByteOrder.BIG_ENDIAN, 6).putInt(4, -7);
    assertThat(Orientation.of(far)).isEqualTo(Orientation.UPRIGHT);
  }

  @ParameterizedTest
  @CsvSource({
    // tag, width and height of the mask, auto, apply, ignore
    "1, 3, 2, 1, 1, 1",
    "6, 2, 3, 6, 6, 1",
    "6, 3, 2, 1, 6, 1",
    "3, 3, 2, , 3, 1",
    "6, 9, 9, 1, 6, 1"
  })
  void theMaskTellsWhereItCan(int tag, int width, int height, Integer auto, int apply, int ignore) {
    ImageHeader header = new ImageHeader(new ImageSize(3, 2), Orientation.of(tag));
    ImageSize mask = new ImageSize(width, height);
    assertThat(header.turnFor(mask, ExifRule.AUTO).map(Orientation::tag).orElse(null))
        .isEqualTo(auto);
    assertThat(header.turnFor(mask, ExifRule.APPLY).map(Orientation::tag)).hasValue(apply);
    assertThat(header.turnFor(mask, ExifRule.IGNORE).map(Orientation::tag)).hasValue(ignore);
  }

  /** OpenCV turns these, whatever it is told. */
  @ParameterizedTest
  @EnumSource
  void tiffFilesAreDecodedAsTheyAreStored(Orientation orientation) throws IOException {
    Path file = folder.resolve("a.tif");
    Files.write(file, tiff(orientation.tag()));
    ImageFile image = new ImageFile(file);
    assertThat(image.header()).isEqualTo(new ImageHeader(new ImageSize(3, 2), orientation));
    assertThat(image.decode().data()).isEqualTo(STORED.data());
    assertThat(rows(image.decode(orientation))).isEqualTo(rows(orientation.applied(STORED)));
  }

  private static byte[] tiff(int orientation) {
    int[][] entries = {
      {256, 3, 1, 3},
      {257, 3, 1, 2},
      {258, 3, 3, 8 + 18},
      {259, 3, 1, 1},
      {262, 3, 1, 2},
      {273, 4, 1, 8},
      {274, 3, 1, orientation},
      {277, 3, 1, 3},
      {278, 3, 1, 2},
      {279, 4, 1, 18}
    };
    ByteBuffer file = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort((short) 0x4949).putShort((short) 42).putInt(32).put(STORED.data());
    file.putShort((short) 8).putShort((short) 8).putShort((short) 8);
    file.putShort((short) entries.length);
    for (int[] entry : entries) {
      file.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]).putInt(entry[3]);
    }
    return file.putInt(0).array();
  }
}
