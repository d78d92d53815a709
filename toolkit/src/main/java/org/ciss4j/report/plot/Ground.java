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
 * @param lines of plots: as many as anyone can tell apart
 * @param heat between these the colours of a heat map are blended, from none to all
 */
public record Ground(String label, Color ink, Color grid, List<Color> lines, List<Color> heat) {
  /** Of a light page. */
  public static final Ground LIGHT =
      new Ground(
          "light",
          new Color(0x1f2328),
          new Color(0xd8dee4),
          colours(0x0a5fb4, 0xb9480a, 0x1a7f37, 0x7a3fc2, 0x8a6100, 0x0f7180),
          colours(0xf3f6fa, 0x9cc3e6, 0x0a5fb4, 0x06305c));

  /** Of a dark page. */
  public static final Ground DARK =
      new Ground(
          "dark",
          new Color(0xe6edf3),
          new Color(0x3d444d),
          colours(0x6cb6ff, 0xffa36b, 0x6fdd8b, 0xc9a5ff, 0xe8c15c, 0x5cd6e0),
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
