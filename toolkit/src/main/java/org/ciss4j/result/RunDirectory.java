// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.Scores;
import org.ciss4j.scenario.CissException;

/**
 * The folder of one run. Every file but the growing {@code losses.csv} is written under another
 * name and renamed, so that what has its name is whole; a step is done when its {@code scores.json}
 * is there, which is written last.
 *
 * @param root the folder
 */
public record RunDirectory(Path root) {
  private static final String CONFIG = "config.json";
  private static final String CLASSES = "classes.txt";
  private static final String PROVENANCE = "provenance.json";
  private static final String WEIGHTS = "weights.json";
  private static final String CONFUSION = "confusion.csv";
  private static final String MEMORY = "memory.json";
  private static final String SCORES = "scores.json";

  /** What may be in a folder that is locked and has no configuration yet. */
  private static final Set<String> UNBEGUN =
      Set.of(RunLock.FILE, CLASSES, CLASSES + TextFile.UNFINISHED, CONFIG + TextFile.UNFINISHED);

  /** What {@code scores.json} says besides the scores themselves. */
  private record StepFile(
      int step, List<String> newClasses, int trainImages, int testImages, Scores scores) {}

  /**
   * Makes the folder for a new run and writes what it is about.
   *
   * @throws CissException of kind usage if the folder already holds something or cannot be written
   */
  public static RunDirectory create(Path root, RunConfig config, List<String> classNames) {
    requireFree(root);
    try {
      Files.createDirectories(root);
      TextFile.write(root.resolve(CLASSES), String.join("\n", classNames) + "\n");
      TextFile.write(root.resolve(CONFIG), JsonFile.text(config));
      return new RunDirectory(root);
    } catch (IOException e) {
      throw unwritable(root, e);
    } catch (UncheckedIOException e) {
      throw unwritable(root, Objects.requireNonNull(e.getCause()));
    }
  }

  /**
   * Looks whether a folder can take a new run, and makes nothing.
   *
   * @throws CissException of kind usage if the folder already holds something or cannot be written
   */
  public static void requireFree(Path root) {
    Path existing = root.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = Objects.requireNonNull(existing.getParent());
    }
    if (!Files.isDirectory(existing)) {
      throw CissException.usage(
          "output folder %s cannot be made: %s is a file; name another with --out", root, existing);
    }
    if (!Files.isWritable(existing)) {
      throw CissException.usage(
          "output folder %s cannot be written: %s is not ours to write; name another with --out",
          root, existing);
    }
    try {
      if (exists(root)) {
        throw CissException.usage(
            "output folder %s is not empty; name another with --out, or go on with the run there:"
                + " ciss train --resume %s",
            root, root);
      }
      if (Files.exists(root) && !isEmpty(root)) {
        throw CissException.usage(
            "output folder %s is not empty; name another with --out or remove it", root);
      }
    } catch (IOException e) {
      throw unwritable(root, e);
    }
  }

  private static CissException unwritable(Path root, IOException e) {
    return CissException.usage(
            "output folder %s cannot be written (%s); name another with --out",
            root, e.getClass().getSimpleName())
        .withCause(e);
  }

  /** Whether a folder holds a run. */
  public static boolean exists(Path root) {
    return Files.isRegularFile(root.resolve(CONFIG));
  }

  /**
   * A run that exists.
   *
   * @throws CissException of kind usage if the folder holds no run
   */
  public static RunDirectory open(Path root) {
    if (!exists(root)) {
      throw CissException.usage(
          "%s is not the folder of a run: it has no %s; name the folder that training wrote",
          root, CONFIG);
    }
    return new RunDirectory(root);
  }

  /**
   * What was asked for.
   *
   * @throws CissException of kind failure if the file is damaged
   */
  public RunConfig config() {
    return JsonFile.read(root.resolve(CONFIG), RunConfig.class);
  }

  /** Names of the classes by channel, background first. */
  public List<String> classNames() {
    return lines(root.resolve(CLASSES));
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
    return Files.exists(file)
        ? Optional.of(JsonFile.read(file, StartingWeights.class))
        : Optional.empty();
  }

  /** Whether training has begun: all that is known before it is written. */
  public boolean hasBegun() {
    return Files.isRegularFile(root.resolve(PROVENANCE));
  }

  /** Writes where the numbers come from, with which training begins. */
  public void write(Provenance provenance) {
    JsonFile.write(root.resolve(PROVENANCE), provenance);
  }

  /**
   * Where the numbers come from.
   *
   * @throws CissException of kind failure if the file is missing or damaged
   */
  public Provenance provenance() {
    return JsonFile.read(root.resolve(PROVENANCE), Provenance.class);
  }

  /** The folder of a step; made if it is missing. */
  public Path step(int step) {
    Path folder = root.resolve("step_" + step);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a step has been through while it is trained. */
  public CheckpointFiles checkpoints(int step) {
    return new CheckpointFiles(step(step));
  }

  /** The network of a step, in safetensors format. */
  public Path model(int step) {
    return root.resolve("step_" + step).resolve("model.safetensors");
  }

  /** The losses of a step, a line per iteration. */
  public Path losses(int step) {
    return root.resolve("step_" + step).resolve("losses.csv");
  }

  /** What a step replays, if it replays anything. */
  public Path memoryFile(int step) {
    return root.resolve("step_" + step).resolve(MEMORY);
  }

  /** Writes what a step replays, before it is trained. */
  public void writeMemory(int step, List<MemoryImage> images) {
    JsonFile.write(step(step).resolve(MEMORY), images);
  }

  /**
   * What a step replays.
   *
   * @throws CissException of kind failure if the file is missing or damaged
   */
  public List<MemoryImage> memory(int step) {
    return List.of(JsonFile.read(memoryFile(step), MemoryImage[].class));
  }

  /** Writes the results of a step, which is done with that. */
  public void write(StepResult result) {
    Path folder = step(result.step());
    write(folder.resolve(CONFUSION), csv(result.confusion()));
    StepFile file =
        new StepFile(
            result.step(),
            result.newClasses(),
            result.trainImages(),
            result.testImages(),
            result.scores());
    JsonFile.write(folder.resolve(SCORES), file);
  }

  /**
   * The run so far: all steps that are done.
   *
   * @throws CissException of kind failure if a file is missing or damaged
   */
  public RunResult result() {
    List<StepResult> steps = new ArrayList<>();
    while (isDone(steps.size())) {
      steps.add(read(steps.size()));
    }
    return new RunResult(config(), classNames(), steps);
  }

  private boolean isDone(int step) {
    return Files.isRegularFile(root.resolve("step_" + step).resolve(SCORES));
  }

  private StepResult read(int step) {
    Path folder = root.resolve("step_" + step);
    StepFile file = JsonFile.read(folder.resolve(SCORES), StepFile.class);
    return new StepResult(
        file.step(),
        file.newClasses(),
        file.trainImages(),
        file.testImages(),
        confusion(folder.resolve(CONFUSION)),
        file.scores());
  }

  private static ConfusionMatrix confusion(Path file) {
    try {
      long[][] counts =
          lines(file).stream()
              .map(line -> Stream.of(line.split(",")).mapToLong(Long::parseLong).toArray())
              .toArray(long[][]::new);
      return ConfusionMatrix.of(counts);
    } catch (IllegalArgumentException e) {
      throw JsonFile.damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static String csv(ConfusionMatrix confusion) {
    return Stream.of(confusion.counts())
        .map(
            row ->
                java.util.Arrays.stream(row)
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Whether nothing is there, or what a process left that was killed before it began. */
  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      List<String> names = content.map(file -> file.getFileName().toString()).toList();
      return names.isEmpty() || (names.contains(RunLock.FILE) && UNBEGUN.containsAll(names));
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw JsonFile.damaged(file, e.getClass().getSimpleName(), e);
    }
  }

  /** Writes a text file so that it is there whole or not at all. */
  public void write(Path file, String text) {
    try {
      TextFile.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
