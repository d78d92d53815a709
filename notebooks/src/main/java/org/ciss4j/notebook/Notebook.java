// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.notebook;

import java.awt.image.RenderedImage;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.ciss4j.result.Table;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Image;

/**
 * What cells can call without an import; named as in the rapaio kernel, so that cells run there.
 */
public final class Notebook {
  private static final Renderer RENDERER = renderer();

  /** A process is one kernel, and a kernel has one page. */
  private static final AtomicReference<Consumer<DisplayData>> PAGE =
      new AtomicReference<>(data -> {});

  private Notebook() {}

  private static Renderer renderer() {
    Renderer renderer = new Renderer();
    Image.registerAll(renderer);
    return renderer;
  }

  /** Sends what is displayed to this page from now on. */
  static void attach(Consumer<DisplayData> page) {
    PAGE.set(page);
  }

  private static Consumer<DisplayData> page() {
    return Objects.requireNonNull(PAGE.get());
  }

  /** As Jupyter shows a value: an image and a table as such, all else as text. */
  static DisplayData render(Object value) {
    if (value instanceof RenderedImage) {
      return RENDERER.renderAs(value, "image/png");
    }
    DisplayData data = new DisplayData(String.valueOf(value));
    if (value instanceof Table table) {
      data.putHTML(table.toHtml());
    }
    return data;
  }

  /** Shows a value below the cell: an image and a table as such, all else as text. */
  public static void display(Object value) {
    page().accept(render(value));
  }

  /** Shows content of a MIME type such as {@code text/html} below the cell. */
  public static void display(String type, Object value) {
    if (value instanceof RenderedImage) {
      page().accept(RENDERER.renderAs(value, type));
      return;
    }
    DisplayData data = new DisplayData();
    data.putData(type, String.valueOf(value));
    page().accept(data);
  }
}
