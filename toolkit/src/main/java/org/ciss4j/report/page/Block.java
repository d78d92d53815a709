// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.util.List;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.report.plot.Plot;

/** A piece of a section. */
public sealed interface Block {

  /** A paragraph. */
  record Text(String text) implements Block {}

  /** Something to type. */
  record Command(String text) implements Block {}

  /**
   * A table.
   *
   * @param caption what it shows
   * @param columns from left to right; the first one names the rows
   * @param rows as many cells each as there are columns
   */
  record Table(String caption, List<Column> columns, List<List<Cell>> rows) implements Block {
    /** Copies the lists. */
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
    }
  }

  /** A column of a table; numbers stand to the right. */
  record Column(String title, boolean numeric) {
    /** A column of words. */
    public static Column text(String title) {
      return new Column(title, false);
    }

    /** A column of numbers. */
    public static Column number(String title) {
      return new Column(title, true);
    }
  }

  /**
   * A cell of a table.
   *
   * @param text what it says
   * @param strong whether it is emphasised
   * @param shade strength of its colour, 0 to 1; NaN for none. It repeats what the text says.
   */
  record Cell(String text, boolean strong, double shade) {
    /** A plain cell. */
    public static Cell of(String text) {
      return new Cell(text, false, Double.NaN);
    }

    /** The same, emphasised or not. */
    public Cell withStrong(boolean emphasised) {
      return new Cell(text, emphasised, shade);
    }

    /** The same in a colour of this strength. */
    public Cell withShade(double strength) {
      return new Cell(text, strong, strength);
    }
  }

  /** A confusion matrix as a heat map, each row in percent of its pixels. */
  record Confusion(String caption, List<String> names, ConfusionMatrix matrix) implements Block {
    /** Copies the lists. */
    public Confusion {
      names = List.copyOf(names);
    }
  }

  /** A bar chart: a bar for each class. */
  record Bars(String caption, List<Bar> bars) implements Block {
    /** Copies the list. */
    public Bars {
      bars = List.copyOf(bars);
    }
  }

  /**
   * A bar.
   *
   * @param name of the class
   * @param share its length, 0 to 1
   * @param count a number to show beside the share; may be empty
   * @param colour as 0xRRGGBB
   */
  record Bar(String name, double share, String count, int colour) {}

  /** Pictures in rows; the legend may be empty. */
  record Gallery(
      String caption, List<String> columns, List<GalleryRow> rows, List<LegendEntry> legend)
      implements Block {
    /** Copies the lists. */
    public Gallery {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
      legend = List.copyOf(legend);
    }
  }

  /** A row of a gallery: as many pictures as there are columns. */
  record GalleryRow(String name, List<Picture> pictures) {
    /** Copies the list. */
    public GalleryRow {
      pictures = List.copyOf(pictures);
    }
  }

  /** What a colour, 0xRRGGBB, means. */
  record LegendEntry(String name, int colour) {}

  /** Plots side by side, and how to read them; the note may be empty. */
  record Figures(String note, List<Figure> figures) implements Block {
    /** Copies the lists. */
    public Figures {
      figures = List.copyOf(figures);
    }
  }

  /**
   * A plot.
   *
   * @param caption what it shows
   * @param description the same in words, for those who do not see it
   * @param plot what is drawn
   */
  record Figure(String caption, String description, Plot plot) {}
}
