// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.ciss4j.common.CissException;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.TextFile;
import org.ciss4j.result.store.Upgrade;

/**
 * A folder of runs that differ in their seed alone: {@code seeds.json} says which, {@code seed_<n>}
 * is a run each, and {@code seeds.csv} has means and standard deviations once all are finished.
 *
 * @param root the folder
 * @param plan which runs there are to be
 */
public record SeedsDirectory(Path root, Plan plan) {
  private static final String PLAN = "seeds.json";
  private static final Upgrade UPGRADE = RunConfig.upgradeIn("{\"config\": %s}");

  /**
   * What {@code seeds.json} says.
   *
   * @param seeds of the runs, in their order
   * @param config of all runs but for the seed
   */
  public record Plan(List<Long> seeds, RunConfig config) {
    /**
     * Checks the seeds.
     *
     * @throws CissException of kind usage if there is none, or one is named twice
     */
    public Plan {
      seeds = List.copyOf(seeds);
      if (seeds.isEmpty() || new HashSet<>(seeds).size() < seeds.size()) {
        throw CissException.usage("expected seeds that differ, such as 1,2,3, got %s", seeds);
      }
    }
  }

  /**
   * Makes the folder.
   *
   * @throws CissException of kind usage if it already holds something or cannot be written
   */
  public static SeedsDirectory create(Path root, RunConfig config, List<Long> seeds) {
    Plan plan = new Plan(seeds, config);
    OutputFolder.make(root);
    JsonFile.writeSealed(root.resolve(PLAN), plan);
    return new SeedsDirectory(root, plan);
  }

  /** Whether a folder is one of runs with several seeds. */
  public static boolean exists(Path root) {
    return Files.isRegularFile(root.resolve(PLAN));
  }

  /**
   * A folder that exists.
   *
   * @throws CissException of kind failure if it is of something else, or damaged
   */
  public static SeedsDirectory open(Path root) {
    return new SeedsDirectory(root, JsonFile.readSealed(root.resolve(PLAN), Plan.class, UPGRADE));
  }

  /** The folder of the run of a seed. */
  public Path run(long seed) {
    return root.resolve("seed_" + seed);
  }

  /**
   * The runs of all seeds.
   *
   * @throws CissException of kind usage if one has not begun
   */
  public List<RunDirectory> runs() {
    return plan.seeds().stream().map(this::run).map(RunDirectory::open).toList();
  }

  /** Writes means and standard deviations. */
  public Path write(SeedsResult result) {
    Path file = root.resolve("seeds.csv");
    TextFile.write(file, result.toCsv());
    return file;
  }
}
