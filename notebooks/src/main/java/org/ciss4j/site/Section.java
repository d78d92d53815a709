// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/**
 * A heading and what stands below it, up to the next one.
 *
 * @param title of the section, without markup
 * @param anchor that leads to it, as GitHub makes them
 * @param text below it, without markup
 */
record Section(Heading heading, String title, String anchor, String text) {
  /** The sections of a document. */
  static List<Section> of(Node document) {
    List<Section> sections = new ArrayList<>();
    Map<String, Integer> taken = new HashMap<>();
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading) {
        String title = textOf(heading);
        String slug = slug(title);
        int before = taken.merge(slug, 1, Integer::sum) - 1;
        String anchor = before == 0 ? slug : slug + "-" + before;
        sections.add(new Section(heading, title, anchor, textBelow(heading)));
      }
    }
    if (sections.isEmpty()) {
      throw new IllegalStateException("a page begins with a heading");
    }
    return sections;
  }

  private static String textBelow(Heading heading) {
    StringBuilder text = new StringBuilder();
    for (Node node = heading.getNext();
        node != null && !(node instanceof Heading);
        node = node.getNext()) {
      text.append(textOf(node)).append(' ');
    }
    return text.toString().strip();
  }

  private static String slug(String title) {
    return title
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
        .replace(' ', '-');
  }

  private static String textOf(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(FencedCodeBlock part) {
            text.append(part.getLiteral()).append(' ');
          }

          @Override
          public void visit(SoftLineBreak part) {
            text.append(' ');
          }

          @Override
          protected void visitChildren(Node parent) {
            super.visitChildren(parent);
            if (!(parent instanceof Heading)) {
              text.append(' ');
            }
          }
        });
    return node instanceof Heading
        ? text.toString()
        : text.toString().replaceAll("\\s+", " ").strip();
  }
}
