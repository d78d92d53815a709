// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Sha256;
import org.ciss4j.result.store.FileHash;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Patience;

/**
 * Whether the files of a run are as they were written: {@code provenance.json} keeps their SHA-256
 * by their paths in the folder of the run. A file is described there when it gets its final
 * content, before anything says that it counts.
 *
 * @param root folder of the run
 */
record Manifest(Path root) {
  static final String CONFIG = "config.json";
  private static final String PROVENANCE = "provenance.json";

  /** Whether training has begun: all that is known before it is written. */
  boolean exists() {
    return Patience.exists(root.resolve(PROVENANCE));
  }

  Provenance provenance() {
    return JsonFile.read(root.resolve(PROVENANCE), Provenance.class, Provenance.UPGRADE);
  }

  void write(Provenance provenance) {
    JsonFile.write(root.resolve(PROVENANCE), provenance);
  }

  /** Writes down what some files are, if there is something to write it into. */
  void vouchFor(Map<String, String> files) {
    if (exists()) {
      write(provenance().withFiles(files));
    }
  }

  /** The path of a file of the run as it is known by. */
  String name(Path file) {
    return root.relativize(file).toString().replace(File.separatorChar, '/');
  }

  /** The files among these that exist, as they are now. */
  Map<String, String> describe(Path... files) {
    Map<String, String> described = new LinkedHashMap<>();
    for (Path file : files) {
      if (Patience.exists(file)) {
        described.put(name(file), sha256(file));
      }
    }
    return described;
  }

  /**
   * Checks a file that exists, if anything vouches for it: nothing does before training has begun,
   * and in a run of an older version.
   *
   * @throws CissException of kind failure if it is not as it was written; of kind usage if it is
   *     the configuration
   */
  void require(Path file) {
    Map<String, String> files = exists() ? provenance().files() : Map.of();
    if (files.isEmpty() || Objects.equals(files.get(name(file)), sha256(file))) {
      return;
    }
    if (isConfig(file)) {
      throw Damage.foreign(
          file,
          "was changed after the run had begun",
          "restore it, or train with other settings into another folder");
    }
    throw Damage.of(
        file,
        "its SHA-256 is not the one that provenance.json names",
        "restore both as they were written");
  }

  private boolean isConfig(Path file) {
    return name(file).equals(CONFIG);
  }

  private String sha256(Path file) {
    if (Files.isDirectory(file)) {
      return "a folder";
    }
    return isConfig(file) ? settings(JsonFile.tree(file)) : FileHash.of(file);
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
