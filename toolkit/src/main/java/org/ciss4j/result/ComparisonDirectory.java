// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Upgrade;
import org.ciss4j.scenario.CissException;

/**
 * A folder of runs that are compared with each other: {@code comparison.json} says which, and each
 * has a folder of its name.
 *
 * @param root the folder
 * @param plan which runs there are to be
 */
public record ComparisonDirectory(Path root, Plan plan) {
  private static final String PLAN = "comparison.json";
  private static final Upgrade UPGRADE = RunConfig.upgradeIn("{\"runs\": {\"*\": %s}}");

  /**
   * What {@code comparison.json} says.
   *
   * @param runs configurations by name, in the order of the table
   */
  public record Plan(Map<String, RunConfig> runs) {
    /** Copies the map. */
    public Plan {
      runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
    }

    /** The same wherever the data lies. */
    private Plan withoutFolders() {
      Map<String, RunConfig> same = new LinkedHashMap<>();
      runs.forEach(
          (name, config) -> same.put(name, config.withData(config.data().withoutPlaces())));
      return new Plan(same);
    }
  }

  /**
   * Makes the folder, or opens it if it is one of the same plan but for where the data lies.
   *
   * @throws CissException of kind usage if it holds something else or cannot be written
   */
  public static ComparisonDirectory createOrOpen(Path root, Plan plan) {
    if (exists(root)) {
      ComparisonDirectory found = open(root);
      if (!found.plan.withoutFolders().equals(plan.withoutFolders())) {
        throw CissException.usage(
            "%s has other runs than were asked for; go on as they began, or name another folder",
            root);
      }
      return new ComparisonDirectory(root, plan);
    }
    RunDirectory.requireFree(root);
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    JsonFile.writeSealed(root.resolve(PLAN), plan);
    return new ComparisonDirectory(root, plan);
  }

  /** Whether a folder is one of runs that are compared. */
  public static boolean exists(Path root) {
    return Files.isRegularFile(root.resolve(PLAN));
  }

  /**
   * A folder that exists.
   *
   * @throws CissException of kind usage if it is of something else; of kind failure if it is
   *     damaged
   */
  public static ComparisonDirectory open(Path root) {
    if (!exists(root)) {
      throw CissException.usage("%s holds no comparison; name the folder of one", root);
    }
    return new ComparisonDirectory(
        root, JsonFile.readSealed(root.resolve(PLAN), Plan.class, UPGRADE));
  }

  /** The folder of a run. */
  public Path run(String name) {
    return root.resolve(name);
  }

  /** The runs, all of which have begun. */
  public List<RunDirectory> runs() {
    return plan.runs().keySet().stream().map(this::run).map(RunDirectory::open).toList();
  }
}
