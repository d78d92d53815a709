// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** What can be found: a script that sets a list of address, page, section and text. */
final class SearchIndex {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<List<String>> entries = new ArrayList<>();

  /** Adds each section of a page. */
  void add(Page page) {
    for (Section section : page.sections()) {
      add(page.address() + "#" + section.anchor(), page.title(), section.title(), section.text());
    }
  }

  void add(String address, String page, String section, String text) {
    entries.add(List.of(address, page, section, text));
  }

  String script() throws JsonProcessingException {
    // Pages that are opened as files may run scripts, but not read other files.
    return "window.searchIndex = " + JSON.writeValueAsString(entries) + ";\n";
  }
}
