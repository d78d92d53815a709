// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.tuning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ciss4j.common.CissException;
import org.ciss4j.file.Unchecked;
import org.ciss4j.result.OutputFolder;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Upgrade;

/**
 * The folder of a study.
 *
 * <pre>
 * study.json    the {@link StudyPlan}
 * trials.jsonl  a line for each {@link Trial} that has ended, written once and never changed
 * best.json     the configuration of the best trial, to be trained on all training images
 * bases/1 ...   runs of a base step that trials share
 * trial_1 ...   the run of each trial
 * trials.csv    all trials as a table
 * report.html
 * </pre>
 *
 * @param root the folder
 */
public record StudyDirectory(Path root) {
  private static final String PLAN = "study.json";
  private static final Pattern TRIAL = Pattern.compile("trial_([1-9]\\d{0,8})");
  private static final Upgrade UPGRADE = RunConfig.upgradeIn("{\"config\": %s, \"beside\": []}");

  /**
   * Makes the folder.
   *
   * @throws CissException of kind usage if it already holds something or cannot be written
   */
  static StudyDirectory create(Path root, StudyPlan plan) {
    Unchecked.run(() -> Files.createDirectories(root));
    StudyDirectory directory = new StudyDirectory(root);
    directory.write(plan);
    return directory;
  }

  /**
   * Checks that a folder is free for a study.
   *
   * @throws CissException of kind usage if it holds something or cannot be written
   */
  static void requireFree(Path root) {
    if (exists(root)) {
      throw CissException.usage(
          "output folder %s holds a study; name another with --out, or go on with it: ciss tune"
              + " --resume %s",
          root, root);
    }
    OutputFolder.requireFree(root);
  }

  /** Whether a folder is one of a study. */
  public static boolean exists(Path root) {
    return Files.isRegularFile(root.resolve(PLAN));
  }

  /**
   * A folder that exists.
   *
   * @throws CissException of kind usage if it holds no study
   */
  public static StudyDirectory open(Path root) {
    if (!exists(root)) {
      throw CissException.usage(
          "%s; name a folder that ciss tune wrote",
          Files.isDirectory(root)
              ? root + " holds no study: it has no " + PLAN
              : "study " + root + " does not exist");
    }
    return new StudyDirectory(root);
  }

  /** What was asked for. */
  public StudyPlan plan() {
    return JsonFile.readSealed(root.resolve(PLAN), StudyPlan.class, UPGRADE);
  }

  void write(StudyPlan plan) {
    JsonFile.writeSealed(root.resolve(PLAN), plan);
  }

  /** What came out so far. */
  public StudyResult result() {
    return new StudyResult(plan(), trials().read());
  }

  TrialLog trials() {
    return new TrialLog(root.resolve("trials.jsonl"));
  }

  /** The folder of the run of a trial. */
  public Path trial(int number) {
    return root.resolve(String.format(Locale.ROOT, "trial_%d", number));
  }

  /** Numbers of the trials that have begun, those that have ended among them. */
  public List<Integer> begun() {
    return folders(root).stream()
        .map(folder -> TRIAL.matcher(folder.getFileName().toString()))
        .filter(Matcher::matches)
        .map(name -> Integer.valueOf(name.group(1)))
        .sorted()
        .toList();
  }

  /** Folders of the base steps that trials share, those that are not done among them. */
  public List<Path> bases() {
    return folders(baseRoot());
  }

  private static List<Path> folders(Path parent) {
    if (!Files.exists(parent)) {
      return List.of();
    }
    try (var folders = Files.list(parent)) {
      return folders.filter(RunDirectory::exists).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the next base step: nothing has one of its number. */
  Path newBase() {
    int number = 1;
    while (Files.exists(base(number)) && !OutputFolder.isFree(base(number))) {
      number++;
    }
    return base(number);
  }

  Path base(int number) {
    return baseRoot().resolve(Integer.toString(number));
  }

  /** What holds the base steps; who looks for one or trains one has its lock. */
  Path baseRoot() {
    return root.resolve("bases");
  }

  StopFile stopFile() {
    return new StopFile(root.resolve("stop"));
  }

  /** Writes what {@code ciss train --from-study} trains. */
  void writeBest(StudyResult result) {
    result.best().ifPresent(best -> result.configOf(best).writeBest(root));
  }
}
