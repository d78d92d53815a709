// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Javadoc of the site. */
final class Javadoc {
  /** Where it lies in the site. */
  static final String FOLDER = "apidocs";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is said of a type before its members. */
  private static final Pattern DESCRIPTION =
      Pattern.compile(
          "class=\"class-description\".*?<div class=\"block\">(.*?)</div>", Pattern.DOTALL);

  private Javadoc() {}

  /** Makes its types known to the search, by the list that Javadoc makes for its own. */
  static void addTo(SearchIndex index, Path site) throws IOException {
    String script = Files.readString(site.resolve(FOLDER).resolve("type-search-index.js"));
    String list = script.substring(script.indexOf('['), script.lastIndexOf(']') + 1);
    for (JsonNode type : JSON.readTree(list)) {
      String name = type.path("l").asText();
      String folder = type.path("p").asText();
      String address = FOLDER + "/" + folder.replace('.', '/') + "/" + name + ".html";
      // "All Classes" is in that list, too, and is no class.
      if (Files.exists(site.resolve(address))) {
        index.add(address, folder, name, description(site.resolve(address)));
      }
    }
  }

  /** In plain words; empty where nothing is said. */
  private static String description(Path type) throws IOException {
    Matcher found = DESCRIPTION.matcher(Files.readString(type));
    return found.find()
        ? found
            .group(1)
            .replaceAll("<[^>]*>", "")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&nbsp;", " ")
            .replace("&amp;", "&")
            .replaceAll("\\s+", " ")
            .strip()
        : "";
  }
}
