// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ciss4j.common.CissException;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Patience;
import org.ciss4j.result.store.Sha256;

/**
 * Whether the files of a run are as they were written: {@code provenance.json} keeps their SHA-256
 * by their paths in the folder of the run. A file is described there when it gets its final
 * content, before anything says that it counts.
 *
 * @param root folder of the run
 */
record Manifest(Path root) {
  static final String CONFIG = "config.json";

  /** The files among these that exist, as they are now. */
  Map<String, String> describe(List<String> names) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : names) {
      if (Patience.exists(root.resolve(name))) {
        files.put(name, sha256(name));
      }
    }
    return files;
  }

  /**
   * Checks a file that exists.
   *
   * @param files what they were, by their paths; empty in a run of an older version
   * @throws CissException of kind failure if it is not as it was written; of kind usage if it is
   *     the configuration
   */
  void require(String name, Map<String, String> files) {
    if (files.isEmpty() || Objects.equals(files.get(name), sha256(name))) {
      return;
    }
    if (name.equals(CONFIG)) {
      throw Damage.foreign(
          root.resolve(name),
          "was changed after the run had begun",
          "restore it, or train with other settings into another folder");
    }
    throw Damage.of(
        root.resolve(name),
        "its SHA-256 is not the one that provenance.json names",
        "restore both as they were written");
  }

  private String sha256(String name) {
    Path file = root.resolve(name);
    if (Files.isDirectory(file)) {
      return "a folder";
    }
    return name.equals(CONFIG) ? settings(JsonFile.tree(file)) : Sha256.of(file);
  }

  /**
   * Of all that decides numbers. Where data and weights lie may be edited, as both have hashes of
   * their own.
   */
  private static String settings(JsonNode config) {
    JsonNode copy = config.deepCopy();
    erase(copy.path("data"), "folder");
    erase(copy.path("model"), "weights");
    return Sha256.of(copy.toString());
  }

  private static void erase(JsonNode object, String path) {
    if (object instanceof ObjectNode fields && fields.hasNonNull(path)) {
      fields.put(path, "");
    }
  }
}
