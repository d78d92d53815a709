// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.Percent;
import org.ciss4j.report.plot.ChartPng;
import org.ciss4j.report.plot.Ground;
import org.ciss4j.report.plot.LinePlot;
import org.ciss4j.report.plot.ParallelPlot;
import org.ciss4j.report.plot.ParallelPng;
import org.ciss4j.report.plot.Plot;
import org.ciss4j.report.plot.PlotPng;
import org.ciss4j.report.plot.ScatterPlot;
import org.ciss4j.report.plot.ScatterPng;

/** A report as one HTML file that needs no other, in the reader's light or dark colours. */
public final class Html {
  /** Characters of a cell that may span lines. */
  private static final int LONG = 48;

  /** Says where a page finds a drawing. */
  @FunctionalInterface
  public interface Drawings {
    /** Where the drawing is that suits a ground. */
    String address(Function<Ground, byte[]> png, Ground ground);
  }

  /**
   * A page that is no other script's: its own is known by its hash, and nothing else is run. As a
   * module it waits until the page is there.
   */
  private static final String STILL =
      """
      <meta http-equiv="Content-Security-Policy"
        content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '%s'">
      <script type="module">%s</script>\
      """;

  private static final String LIVE =
      """
      <link rel="icon" href="data:,">
      <script src="/watch.js" defer></script>\
      """;

  private final Drawings drawings;
  private final String head;

  private Html(Drawings drawings, String head) {
    this.drawings = drawings;
    this.head = head;
  }

  /** A page that needs nothing but itself. */
  public static String render(Document document) {
    String script = PageFile.text("tables.js");
    return new Html(Html::data, Format.text(STILL, PageFile.hash(script), script)).page(document);
  }

  /**
   * A page that a server shows, and that fetches itself again now and then.
   *
   * @param drawings keeps what is to be drawn and says where it will be found
   */
  public static String renderLive(Document document, Drawings drawings) {
    return new Html(drawings, LIVE).page(document);
  }

  private String page(Document document) {
    String links =
        document.sections().stream()
            .map(
                s -> Format.text("<li><a href=\"#%s\">%s</a></li>", s.anchor(), escaped(s.title())))
            .collect(Collectors.joining("\n"));
    String facts =
        document.facts().stream()
            .map(f -> Format.text("<dt>%s</dt><dd>%s</dd>", escaped(f.name()), escaped(f.value())))
            .collect(Collectors.joining("\n"));
    return Format.text(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        %6$s
        <title>%1$s</title>
        <style>
        %2$s</style>
        </head>
        <body>
        <header>
        <h1>%1$s</h1>
        <dl>
        %3$s
        </dl>
        <nav aria-label="Sections">
        <ul>
        %4$s
        </ul>
        </nav>
        </header>
        <main>
        %5$s
        </main>
        </body>
        </html>
        """,
        escaped(document.title()),
        PageFile.text("page.css"),
        facts,
        links,
        all(document.sections(), this::section),
        head);
  }

  private String section(Document.Section section) {
    return Format.text(
        """
        <section aria-labelledby="%1$s">
        <h2 id="%1$s">%2$s</h2>
        %3$s
        </section>\
        """,
        section.anchor(), escaped(section.title()), all(section.blocks(), this::block));
  }

  private String block(Block block) {
    if (block instanceof Block.Text text) {
      return paragraph(text.text());
    }
    if (block instanceof Block.Command command) {
      return "<pre role=\"region\" aria-label=\"command\" tabindex=\"0\"><code>"
          + escaped(command.text())
          + "</code></pre>";
    }
    if (block instanceof Block.Table table) {
      return table(table);
    }
    if (block instanceof Block.Confusion confusion) {
      return confusion(confusion);
    }
    if (block instanceof Block.Bars bars) {
      return bars(bars);
    }
    if (block instanceof Block.Gallery gallery) {
      return gallery(gallery);
    }
    return figures((Block.Figures) block);
  }

  private String gallery(Block.Gallery gallery) {
    String head =
        gallery.columns().stream()
            .map(column -> "<th scope=\"col\">" + escaped(column) + "</th>")
            .collect(Collectors.joining("", "<th></th>", ""));
    String table =
        box(gallery.caption(), " class=\"gallery\"", head, all(gallery.rows(), this::row));
    String legend = all(gallery.legend(), Html::entry);
    return legend.isEmpty() ? table : table + "\n<ul class=\"legend\">\n" + legend + "\n</ul>";
  }

  private String row(Block.GalleryRow row) {
    return row.pictures().stream()
        .map(this::picture)
        .collect(
            Collectors.joining(
                "", "<tr><th scope=\"row\">" + escaped(row.name()) + "</th>", "</tr>"));
  }

  private String picture(Picture picture) {
    return Format.text(
        "<td><img src=\"data:%s;base64,%s\" width=\"%d\" height=\"%d\" alt=\"%s\"></td>",
        picture.type(),
        Base64.getEncoder().encodeToString(picture.file()),
        picture.width(),
        picture.height(),
        escaped(picture.description()));
  }

  private static String entry(Block.LegendEntry entry) {
    return Format.text(
        "<li><span style=\"background:#%06x\"></span>%s</li>",
        entry.colour(), escaped(entry.name()));
  }

  private static String paragraph(String text) {
    return text.isEmpty() ? "" : "<p>" + escaped(text) + "</p>\n";
  }

  private String table(Block.Table table) {
    String head =
        table.columns().stream()
            .map(
                column ->
                    Format.text(
                        "<th scope=\"col\"%s>%s</th>",
                        column.numeric() ? " class=\"n\"" : "", escaped(column.title())))
            .collect(Collectors.joining());
    return box(table.caption(), "", head, all(table.rows(), row -> row(table.columns(), row)));
  }

  private String row(List<Block.Column> columns, List<Block.Cell> cells) {
    return IntStream.range(0, cells.size())
        .mapToObj(i -> cell(columns.get(i), cells.get(i), i == 0))
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  private String cell(Block.Column column, Block.Cell cell, boolean first) {
    boolean shaded = !Double.isNaN(cell.shade());
    String classes =
        (column.numeric() ? "n " : cell.text().length() > LONG ? "w " : "")
            + (cell.strong() ? "b " : "")
            + (shaded ? "s" : "");
    return Format.text(
        "<%1$s%2$s%3$s>%4$s</%5$s>",
        first ? "th scope=\"row\"" : "td",
        classes.isBlank() ? "" : " class=\"" + classes.strip() + "\"",
        shaded ? shade(cell.shade()) : "",
        escaped(cell.text()),
        first ? "th" : "td");
  }

  /** The longest bar takes the whole width, so that rare classes can be seen too. */
  private String bars(Block.Bars bars) {
    double longest =
        bars.bars().stream()
            .mapToDouble(Block.Bar::share)
            .filter(share -> share > 0)
            .max()
            .orElse(1);
    return box(
        bars.caption(),
        " class=\"bars\"",
        "<th scope=\"col\">Class</th><th scope=\"col\" class=\"n\">Number</th>"
            + "<th scope=\"col\" class=\"n\">%</th><th></th>",
        all(bars.bars(), bar -> bar(bar, longest)));
  }

  private String bar(Block.Bar bar, double longest) {
    return Format.text(
        "<tr><th scope=\"row\">%s</th><td class=\"n\">%s</td><td class=\"n\">%s</td>"
            + "<td><span class=\"bar\" style=\"width:%.2f%%;background:#%06x\"></span></td></tr>",
        escaped(bar.name()),
        escaped(bar.count()),
        Percent.of(bar.share()),
        100 * bar.share() / longest,
        bar.colour());
  }

  /** A picture, and the numbers for those who want to know them. */
  private String confusion(Block.Confusion confusion) {
    List<String> names = confusion.names();
    String head =
        names.stream()
            .map(name -> "<th scope=\"col\">" + escaped(name) + "</th>")
            .collect(Collectors.joining("", "<th class=\"corner\">truth \\ prediction</th>", ""));
    String rows =
        IntStream.range(0, names.size())
            .mapToObj(truth -> row(confusion, truth))
            .collect(Collectors.joining("\n"));
    String table =
        box("In percent; less than 0.5 is left blank.", " class=\"confusion\"", head, rows);
    return Format.text(
        """
        <figure>
        <figcaption class="caption">%s</figcaption>
        %s
        </figure>
        <details><summary>Numbers</summary>
        %s
        </details>\
        """,
        escaped(confusion.caption()), heatMap(confusion), table);
  }

  private String heatMap(Block.Confusion confusion) {
    int size = HeatMapPng.size(confusion.names().size());
    return ChartPng.isPossible() && HeatMapPng.isPossible(confusion.matrix())
        ? picture(
            ground -> HeatMapPng.draw(confusion, ground),
            size,
            size,
            "Heat map of the confusion matrix; its numbers follow")
        : "";
  }

  private String row(Block.Confusion confusion, int truth) {
    return IntStream.range(0, confusion.names().size())
        .mapToObj(prediction -> cell(confusion, truth, prediction))
        .collect(
            Collectors.joining(
                "",
                "<tr><th scope=\"row\">" + escaped(confusion.names().get(truth)) + "</th>",
                "</tr>"));
  }

  private String cell(Block.Confusion confusion, int truth, int prediction) {
    ConfusionMatrix matrix = confusion.matrix();
    if (matrix.truthCount(truth) == 0) {
      return truth == prediction ? "<td>" + Format.ABSENT + "</td>" : "<td></td>";
    }
    double share = (double) matrix.count(truth, prediction) / matrix.truthCount(truth);
    if (share < 0.005) {
      return "<td></td>";
    }
    String title =
        Format.text(
            "%s taken for %s: %s %%",
            confusion.names().get(truth), confusion.names().get(prediction), Percent.of(share));
    return Format.text(
        "<td class=\"s\"%s title=\"%s\">%.0f</td>", shade(share), escaped(title), 100 * share);
  }

  private String box(String caption, String attributes, String head, String rows) {
    return Format.text(
        """
        <figure>
        <figcaption class="caption">%1$s</figcaption>
        <div class="box" role="region" aria-label="%1$s" tabindex="0">
        <table%2$s>
        <thead><tr>%3$s</tr></thead>
        <tbody>
        %4$s
        </tbody>
        </table>
        </div>
        </figure>\
        """,
        escaped(caption), attributes, head, rows);
  }

  private String figures(Block.Figures figures) {
    if (!ChartPng.isPossible()) {
      return "<p>Plots are left out: this Java cannot draw text; install fontconfig and a"
          + " font.</p>";
    }
    return paragraph(figures.note())
        + "<div class=\"figures\">\n"
        + all(figures.figures(), this::figure)
        + "\n</div>";
  }

  private String figure(Block.Figure figure) {
    return Format.text(
        """
        <figure>
        <figcaption>%s</figcaption>
        %s
        </figure>\
        """,
        escaped(figure.caption()),
        picture(
            ground -> draw(figure.plot(), ground),
            PlotPng.WIDTH,
            figure.plot() instanceof LinePlot lines ? PlotPng.height(lines) : PlotPng.HEIGHT,
            figure.description()));
  }

  private static byte[] draw(Plot plot, Ground ground) {
    if (plot instanceof ScatterPlot scatter) {
      return ScatterPng.draw(scatter, ground);
    }
    return plot instanceof ParallelPlot parallel
        ? ParallelPng.draw(parallel, ground)
        : PlotPng.draw((LinePlot) plot, ground);
  }

  /** A picture in the colours that the reader prefers. */
  private String picture(Function<Ground, byte[]> png, int width, int height, String description) {
    return Format.text(
        """
        <picture>
        <source media="screen and (prefers-color-scheme: dark)" srcset="%1$s">
        <img src="%2$s" width="%3$d" height="%4$d" style="max-width:%3$dpx" alt="%5$s">
        </picture>\
        """,
        drawings.address(png, Ground.DARK),
        drawings.address(png, Ground.LIGHT),
        width,
        height,
        escaped(description));
  }

  private static String data(Function<Ground, byte[]> png, Ground ground) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.apply(ground));
  }

  private static String shade(double strength) {
    return Format.text(" style=\"--v:%.3f\"", Math.min(1, strength));
  }

  private static <T> String all(List<T> parts, Function<T, String> html) {
    return parts.stream().map(html).collect(Collectors.joining("\n"));
  }

  /** Takes the meaning from characters that HTML reads as markup, in text and in attributes. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
