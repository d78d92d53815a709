// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.plot;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;

/**
 * A page that is light or dark, and the colours that suit it.
 *
 * @param label a word for names of files
 * @param ink of text
 * @param grid of faint lines
 * @param lines of plots: as many as anyone can tell apart, colour-blind or not; after Okabe and Ito
 *     (Color Universal Design, 2008), made darker or lighter where they would not stand out
 * @param heat between these the colours of a heat map are blended, from none to all
 */
public record Ground(String label, Color ink, Color grid, List<Color> lines, List<Color> heat) {
  /** Of a light page. */
  public static final Ground LIGHT =
      new Ground(
          "light",
          new Color(0x1f2328),
          new Color(0xd8dee4),
          colours(0x0072b2, 0xd55e00, 0x009e73, 0xc86fa2, 0x000000, 0x6b4a00),
          colours(0xf3f6fa, 0x9cc3e6, 0x0a5fb4, 0x06305c));

  /** Of a dark page. */
  public static final Ground DARK =
      new Ground(
          "dark",
          new Color(0xe6edf3),
          new Color(0x3d444d),
          colours(0x56b4e9, 0xe69f00, 0x009e73, 0xcc79a7, 0xe6edf3, 0xf0e442),
          colours(0x161b22, 0x1d4f80, 0x3c8ce1, 0xd6ebff));

  /** Copies the lists. */
  public Ground {
    lines = List.copyOf(lines);
    heat = List.copyOf(heat);
  }

  private static List<Color> colours(int... values) {
    return Arrays.stream(values).mapToObj(Color::new).toList();
  }
}
