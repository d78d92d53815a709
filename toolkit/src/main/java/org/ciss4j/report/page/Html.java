// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.report.page;

import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ciss4j.metric.ConfusionMatrix;
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
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d8dee4;
        --ground: #ffffff; --box: #f6f8fa; --link: #0a5fb4; --heat: 10 95 180; }
      @media screen and (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3;
        --line: #3d444d; --ground: #0f141a; --box: #161b22; --link: #6cb6ff; --heat: 60 140 225; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 68rem; color: var(--ink);
        background: var(--ground); font: 1rem/1.5 system-ui, sans-serif; }
      h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; overflow-wrap: anywhere; }
      h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding-top: .75rem;
        border-top: 1px solid var(--line); }
      a { color: var(--link); }
      nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 1rem 0 0;
        padding: 0; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
      dt { color: var(--soft); }
      dd { margin: 0; overflow-wrap: anywhere; }
      .box { overflow-x: auto; margin: 0 0 1.5rem; background:
        linear-gradient(90deg, var(--ground) 30%, transparent) 0 / 2.5rem 100% no-repeat local,
        linear-gradient(270deg, var(--ground) 30%, transparent) 100% / 2.5rem 100% no-repeat local,
        linear-gradient(90deg, rgb(128 128 128 / .4), transparent) 0 / .8rem 100% no-repeat,
        linear-gradient(270deg, rgb(128 128 128 / .4), transparent) 100% / .8rem 100% no-repeat; }
      table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
      th, td { padding: .25rem .6rem; white-space: nowrap; text-align: left; vertical-align: top;
        border-bottom: 1px solid var(--line); }
      th { font-weight: 600; }
      thead th { vertical-align: bottom; border-bottom: 2px solid var(--line); }
      tbody th { font-weight: 400; }
      th button { all: unset; cursor: pointer; }
      th button:focus-visible { outline: 2px solid var(--link); }
      th[aria-sort] button::after { content: " \\2193"; }
      th[aria-sort=ascending] button::after { content: " \\2191"; }
      .filter { display: block; margin: 0 0 .5rem; font-size: .9rem; color: var(--soft); }
      .filter input { font: inherit; color: inherit; background: var(--box); padding: .15rem .4rem;
        border: 1px solid var(--line); border-radius: .3rem; }
      .n { text-align: right; }
      .w { min-width: 20rem; white-space: normal; }
      .b { font-weight: 700; }
      .s { background: rgb(var(--heat) / calc(var(--v) * .5)); }
      .confusion { font-size: .75rem; }
      .confusion th, .confusion td { padding: .1rem .3rem; border: 1px solid var(--line); }
      .confusion td { min-width: 2rem; text-align: right; }
      .confusion thead th { writing-mode: vertical-rl; transform: rotate(180deg);
        vertical-align: top; text-align: left; font-weight: 400; }
      .confusion thead th.corner { writing-mode: horizontal-tb; transform: none;
        vertical-align: bottom; color: var(--soft); }
      .bars { width: 100%; }
      .bars th, .bars td { padding: .1rem .6rem; }
      .bars td:last-child { width: 100%; vertical-align: middle; }
      .bar { display: block; height: .8rem; border-radius: 0 .15rem .15rem 0;
        outline: 1px solid var(--line); }
      .figures { display: grid; gap: 1.5rem; margin-bottom: 1.5rem;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); }
      figure { margin: 0; }
      figcaption { font-weight: 600; font-size: .9rem; }
      figcaption.caption { font-weight: 400; color: var(--soft); padding-bottom: .4rem;
        max-width: 42rem; }
      img { display: block; width: 100%; height: auto; }
      .gallery th, .gallery td { padding: .2rem .3rem; border: 0; }
      .gallery th { font-weight: 400; color: var(--soft); max-width: 10rem; white-space: normal;
        overflow-wrap: anywhere; }
      .gallery tbody th { vertical-align: middle; min-width: 3.5rem; }
      .gallery img { width: clamp(4rem, 16vw, 9rem); max-width: none; }
      @media screen and (max-width: 40rem) { .gallery th { max-width: 4rem; font-size: .75rem; } }
      .legend { display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin: -.5rem 0 1.5rem; padding: 0;
        list-style: none; font-size: .9rem; }
      .legend span { display: inline-block; width: .9em; height: .9em; margin-right: .4em;
        border: 1px solid var(--line); vertical-align: -.1em; }
      details { margin: .5rem 0 1.5rem; }
      summary { cursor: pointer; color: var(--link); padding: .25rem 0; }
      pre { overflow-x: auto; padding: .75rem; background: var(--box);
        border: 1px solid var(--line); border-radius: .4rem; }
      @media print {
        body { max-width: none; padding: 0; font-size: 10pt; }
        nav, .filter { display: none; }
        h2 { break-after: avoid; }
        tr, .figures figure, .gallery tr { break-inside: avoid; }
        .box, pre { overflow: visible; }
        .box { background: none; }
        th, td { white-space: normal; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; }
        .s, .bar, .legend span { print-color-adjust: exact; }
      }
      """;

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
    String script = PageScript.text();
    return new Html(Html::data, Format.text(STILL, PageScript.hash(script), script)).page(document);
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
        STYLE,
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
        Format.percent(bar.share()),
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
            confusion.names().get(truth), confusion.names().get(prediction), Format.percent(share));
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
