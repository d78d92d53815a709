// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ciss4j.common.CissException;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.TextFile;
import org.ciss4j.result.store.Upgrade;

/**
 * A folder of runs that are compared with each other: {@code comparison.json} says which, and each
 * has a folder of its name.
 *
 * @param root the folder
 * @param plan which runs there are to be
 */
public record ComparisonDirectory(Path root, Plan plan) {
  private static final String PLAN = "comparison.json";
  private static final String SEED = "/seed_";
  private static final Upgrade UPGRADE =
      RunConfig.upgradeIn("{\"runs\": {\"*\": %s}, \"seeds\": [], \"reference\": \"\"}");

  /**
   * What {@code comparison.json} says.
   *
   * @param runs configurations by the names of their folders, in the order of the table
   * @param seeds of each method, whose run of a seed is in the folder {@code METHOD/seed_<n>};
   *     empty if each method has one run, in the folder of its name
   * @param reference the method that others are compared with where there are several seeds; empty
   *     for none
   */
  public record Plan(Map<String, RunConfig> runs, List<Long> seeds, String reference) {
    /** Copies map and list. */
    public Plan {
      runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
      seeds = List.copyOf(seeds);
    }

    /** Of one run for each method. */
    public Plan(Map<String, RunConfig> runs) {
      this(runs, List.of(), "");
    }

    /**
     * Of several runs for each method.
     *
     * @param methods configurations by name, whatever their seed
     * @throws CissException of kind usage if a seed is named twice, or the reference takes no part
     */
    public static Plan ofSeeds(Map<String, RunConfig> methods, List<Long> seeds, String reference) {
      if (new HashSet<>(seeds).size() < seeds.size()) {
        throw CissException.usage("expected seeds that differ, such as 1,2,3, got %s", seeds);
      }
      SeedsComparison.requireReference(reference, methods.keySet());
      Map<String, RunConfig> runs = new LinkedHashMap<>();
      methods.forEach(
          (name, config) ->
              seeds.forEach(seed -> runs.put(folder(name, seed), config.withSeed(seed))));
      return new Plan(runs, seeds, reference);
    }

    private static String folder(String method, long seed) {
      return method + SEED + seed;
    }

    /** Names of the methods, in the order of the table. */
    public List<String> methods() {
      return runs.keySet().stream()
          .map(name -> seeds.isEmpty() ? name : name.substring(0, name.lastIndexOf(SEED)))
          .distinct()
          .toList();
    }

    /** The same compared with another method. */
    public Plan withReference(String other) {
      SeedsComparison.requireReference(other, methods());
      return new Plan(runs, seeds, other);
    }

    /** The same wherever the data lies. */
    private Plan withoutFolders() {
      Map<String, RunConfig> same = new LinkedHashMap<>();
      runs.forEach(
          (name, config) -> same.put(name, config.withData(config.data().withoutPlaces())));
      return new Plan(same, seeds, "");
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
    OutputFolder.make(root);
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

  /**
   * Writes means, deviations and differences of several seeds.
   *
   * @return the file
   */
  public Path write(SeedsComparison result) {
    Path file = root.resolve("seeds.csv");
    TextFile.write(file, result.toCsv());
    return file;
  }

  /**
   * What came out of several seeds.
   *
   * @param results by the names of the folders, all of which are finished
   */
  public SeedsComparison seeds(Map<String, RunResult> results) {
    Map<String, SeedsResult> methods = new LinkedHashMap<>();
    for (String method : plan.methods()) {
      List<RunResult> runs =
          plan.seeds().stream()
              .map(seed -> Objects.requireNonNull(results.get(Plan.folder(method, seed))))
              .toList();
      methods.put(method, new SeedsResult(plan.seeds(), runs));
    }
    return new SeedsComparison(methods, plan.reference());
  }

  /** The runs of the first seed, all of which have begun. */
  public List<RunDirectory> runsOfFirstSeed() {
    return plan.methods().stream()
        .map(method -> run(Plan.folder(method, plan.seeds().get(0))))
        .map(RunDirectory::open)
        .toList();
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
