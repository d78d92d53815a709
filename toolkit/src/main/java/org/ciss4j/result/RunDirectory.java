// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Patience;
import org.ciss4j.result.store.TextFile;
import org.ciss4j.result.store.Upgrade;
import org.ciss4j.scenario.LabelSpace;
import org.ciss4j.scenario.Scenario;

/**
 * The folder of one run. Every file but the growing {@code losses.csv} is written under another
 * name and renamed, so that what has its name is whole; a step is done when its {@code scores.json}
 * is there, which is written last.
 *
 * @param root the folder
 */
public record RunDirectory(Path root) {
  private static final String CONFIG = Manifest.CONFIG;
  static final String CLASSES = "classes.txt";
  private static final String WEIGHTS = "weights.json";

  /**
   * Makes the folder for a new run and writes what it is about.
   *
   * @throws CissException of kind usage if the folder already holds something or cannot be written
   */
  public static RunDirectory create(Path root, RunConfig config, List<String> classNames) {
    OutputFolder.requireFree(root);
    try {
      Files.createDirectories(root);
      TextFile.write(root.resolve(CLASSES), String.join("\n", classNames) + "\n");
      TextFile.write(root.resolve(CONFIG), JsonFile.text(config));
      return new RunDirectory(root);
    } catch (IOException e) {
      throw OutputFolder.unwritable(root, e);
    } catch (UncheckedIOException e) {
      throw OutputFolder.unwritable(root, Objects.requireNonNull(e.getCause()));
    }
  }

  /** Whether a folder holds a run. */
  public static boolean exists(Path root) {
    return Files.isRegularFile(root.resolve(CONFIG));
  }

  /** Whether a folder shows traces of a run, be it one whose configuration is lost. */
  public static boolean hasBegun(Path root) {
    return Files.exists(root.resolve(CONFIG)) || Files.exists(root.resolve("step_0"));
  }

  /**
   * A run that exists.
   *
   * @throws CissException of kind usage if the folder holds no run
   */
  public static RunDirectory open(Path root) {
    if (!exists(root)) {
      if (!Files.isDirectory(root)) {
        throw CissException.usage(
            "run %s %s; name the folder that training wrote",
            root, Files.exists(root) ? "is no folder" : "does not exist");
      }
      if (Files.exists(root.resolve(RunLock.FILE)) && OutputFolder.isFree(root)) {
        throw CissException.usage(
            "%s is not the folder of a run: it has no %s, as a process was stopped before the run"
                + " began; begin it again with --out %s",
            root, CONFIG, root);
      }
      throw CissException.usage(
          "%s is not the folder of a run: it has no %s; name %s",
          root,
          CONFIG,
          runBelow(root)
              .map(run -> "a run in it, such as " + run)
              .orElse("the folder that training wrote"));
    }
    return new RunDirectory(root);
  }

  /** The first run in a folder of several: of seeds, a comparison or a search. */
  private static Optional<Path> runBelow(Path folder) {
    try (Stream<Path> paths = Files.walk(folder, 2)) {
      return paths
          .filter(RunDirectory::exists)
          .min(Comparator.comparing(Path::getNameCount).thenComparing(Path::compareTo));
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /**
   * What was asked for.
   *
   * @throws CissException of kind failure if the file is damaged; of kind usage if it was edited
   *     after the run had begun
   */
  public RunConfig config() {
    Path file = root.resolve(CONFIG);
    RunConfig config = JsonFile.read(file, RunConfig.class, RunConfig.UPGRADE);
    manifest().require(file);
    return config;
  }

  /**
   * Names of the classes by channel, background first.
   *
   * @throws CissException of kind failure if the file is damaged
   */
  public List<String> classNames() {
    Path file = root.resolve(CLASSES);
    List<String> names = JsonFile.string(file).lines().toList();
    manifest().require(file);
    return names;
  }

  /** The steps of the run, as far as its folder says: classes that are not learnt have no name. */
  public Scenario scenario() {
    RunConfig config = config();
    List<String> byChannel = classNames();
    List<Integer> order = config.scenario().order(byChannel.size() - 1);
    if (order.size() != byChannel.size() - 1) {
      throw StepDirectory.damaged(
          root.resolve(CLASSES),
          "it names " + (byChannel.size() - 1) + " classes, and the scenario has " + order.size());
    }
    List<String> names = new ArrayList<>(List.of(byChannel.get(LabelSpace.BACKGROUND)));
    for (int id = 1; id <= Collections.max(order); id++) {
      int channel = order.indexOf(id) + 1;
      names.add(channel == 0 ? "class " + id : byChannel.get(channel));
    }
    LabelSpace labels = new LabelSpace(config.data().dataset(), names);
    return Scenario.parse(config.scenario().name(), labels, order, order);
  }

  /** Writes what the first step starts from. */
  public void write(StartingWeights weights) {
    JsonFile.write(root.resolve(WEIGHTS), weights);
  }

  /**
   * What the first step started from; empty if that were random numbers.
   *
   * @throws CissException of kind failure if the file is damaged
   */
  public Optional<StartingWeights> startingWeights() {
    Path file = root.resolve(WEIGHTS);
    return Patience.exists(file) ? Optional.of(readStartingWeights(file)) : Optional.empty();
  }

  private StartingWeights readStartingWeights(Path file) {
    StartingWeights weights = JsonFile.read(file, StartingWeights.class, Upgrade.none());
    manifest().require(file);
    return weights;
  }

  /** Whether training has begun: all that is known before it is written. */
  public boolean hasBegun() {
    return manifest().exists();
  }

  /**
   * Writes where the numbers come from, with which training begins. If it does not know yet what
   * the files of the run are, they are described as they are now.
   */
  public void write(Provenance provenance) {
    manifest().write(provenance.files().isEmpty() ? provenance.withFiles(described()) : provenance);
  }

  /** What is known of a run that begins, or one of an older version. */
  private Map<String, String> described() {
    Map<String, String> files =
        manifest().describe(root.resolve(CONFIG), root.resolve(CLASSES), root.resolve(WEIGHTS));
    int done = stepsDone();
    for (int step = 0; step < done; step++) {
      files.putAll(step(step).described());
      files.putAll(manifest().describe(step(step).scores()));
    }
    files.putAll(manifest().describe(step(done).memoryFile()));
    return files;
  }

  /**
   * Where the numbers come from.
   *
   * @throws CissException of kind failure if the file is missing or damaged
   */
  public Provenance provenance() {
    return manifest().provenance();
  }

  private Manifest manifest() {
    return new Manifest(root);
  }

  /** What there is, or will be, of a step. */
  public StepDirectory step(int step) {
    return new StepDirectory(this, step);
  }

  /** Writes the results of a step, which is done with that. */
  public void write(StepResult result) {
    step(result.step()).write(result);
  }

  /**
   * The run so far: all steps that are done.
   *
   * @throws CissException of kind failure if a file is missing or damaged
   */
  public RunResult result() {
    List<StepResult> steps = new ArrayList<>();
    while (step(steps.size()).isDone()) {
      steps.add(step(steps.size()).result());
    }
    requireNothingLater(steps.size());
    return new RunResult(config(), classNames(), steps);
  }

  /** How many steps are done, without a look at what came out of them. */
  public int stepsDone() {
    int steps = 0;
    while (step(steps).isDone()) {
      steps++;
    }
    return steps;
  }

  /** Steps come one after the other, and a run ends when all are done. */
  private void requireNothingLater(int undone) {
    if (!hasBegun()) {
      return;
    }
    boolean ended = provenance().ended() != null && Patience.exists(step(undone).folder());
    if ((ended || Patience.exists(step(undone + 1).folder())) && !step(undone).isDone()) {
      throw Damage.of(
          step(undone).scores(),
          "it is missing, though step " + undone + " was done",
          "restore it, or have the step scored again: ciss train --resume " + root);
    }
  }

  /** A step that is done, as a run that goes on from it tells where it comes from. */
  public Lineage.Learnt learnt(int step) {
    RunConfig config = config();
    StepResult result = step(step).result();
    return new Lineage.Learnt(
        root.toString(),
        config.data().dataset(),
        Objects.requireNonNullElse(config.data().folder(), ""),
        config.data().joined(),
        hasBegun() ? provenance().dataFingerprint() : "",
        result.newClasses(),
        result.trainImages(),
        config.method(),
        step(step).modelSha256());
  }
}
