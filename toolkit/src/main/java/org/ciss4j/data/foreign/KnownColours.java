// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.data.foreign;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.ciss4j.common.CissException;
import org.ciss4j.data.label.VocColours;
import org.ciss4j.data.set.CityscapesDataset;
import org.ciss4j.scenario.LabelSpace;

/** Tables of colours that are known by their names. */
final class KnownColours {
  /** Of the names for messages. */
  private static final Path TABLE = Path.of("--palette");

  /** The border between objects in VOC. */
  private static final int VOC_VOID = 0xE0E0C0;

  private static final List<Integer> CITYSCAPES =
      List.of(
          0x804080, 0xF423E8, 0x464646, 0x66669C, 0xBE9999, 0x999999, 0xFAAA1E, 0xDCDC00, 0x6B8E23,
          0x98FB98, 0x4682B4, 0xDC143C, 0xFF0000, 0x00008E, 0x000046, 0x003C64, 0x005064, 0x0000E6,
          0x770B20);

  private KnownColours() {}

  /**
   * The table of this name.
   *
   * @throws CissException of kind usage if there is none
   */
  static LabelTable named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "voc" -> voc();
      case "cityscapes" -> cityscapes();
      default ->
          throw CissException.usage(
              "palette %s is unknown; expected voc or cityscapes, or a list of names and colours"
                  + " with --labels",
              name);
    };
  }

  private static LabelTable voc() {
    LabelTable.Builder table = new LabelTable.Builder(TABLE, true);
    List<String> names = LabelSpace.pascalVoc().classNames();
    for (int id = 0; id < names.size(); id++) {
      table.add(VocColours.colour(id), names.get(id));
    }
    table.add(VOC_VOID, "void");
    return table.build();
  }

  private static LabelTable cityscapes() {
    LabelTable.Builder table = new LabelTable.Builder(TABLE, true);
    List<String> names = CityscapesDataset.labelSpace().classNames();
    for (int id = 1; id < names.size(); id++) {
      table.add(CITYSCAPES.get(id - 1), names.get(id));
    }
    table.add(0, "void");
    return table.build();
  }
}
