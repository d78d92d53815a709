// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ciss4j.scenario.CissException;

/**
 * What a step of a run has been through while it is trained: checkpoints in the midst of it, and at
 * its end the model.
 *
 * @param folder of the step, which exists
 */
public record CheckpointFiles(Path folder) {
  private static final String PREFIX = "checkpoint_";
  private static final String DESCRIPTION = ".json";
  private static final String ARRAYS = ".safetensors";
  private static final String LASTING = "learner";

  /** The file for the arrays of a checkpoint. */
  public Path arrays(long iterations) {
    return folder.resolve(PREFIX + iterations + ARRAYS);
  }

  /** The file of a checkpoint that is described. */
  public Path arrays(Checkpoint checkpoint) {
    return folder.resolve(checkpoint.file());
  }

  private Path description(long iterations) {
    return folder.resolve(PREFIX + iterations + DESCRIPTION);
  }

  private Path modelDescription() {
    return folder.resolve("model" + DESCRIPTION);
  }

  /** Writes the description of a checkpoint, which is whole with that. */
  public void write(Checkpoint checkpoint) {
    JsonFile.write(description(checkpoint.iterations()), checkpoint);
  }

  /** Writes the description of the model, with which training of the step is at its end. */
  public void writeModel(Checkpoint model) {
    JsonFile.write(modelDescription(), model);
  }

  /**
   * The model; empty if the step is not trained to its end. It may not be scored yet.
   *
   * @throws CissException of kind failure if the description is damaged
   */
  public Optional<Checkpoint> model() {
    return description(modelDescription());
  }

  /** The file for what a learner passes on to that of the next step. */
  public Path lastingArrays() {
    return folder.resolve(LASTING + ARRAYS);
  }

  /** Writes the description of what a learner passes on. */
  public void writeLasting(Checkpoint lasting) {
    JsonFile.write(folder.resolve(LASTING + DESCRIPTION), lasting);
  }

  /**
   * What a learner has passed on; empty if that is nothing.
   *
   * @throws CissException of kind failure if the description is damaged
   */
  public Optional<Checkpoint> lasting() {
    return description(folder.resolve(LASTING + DESCRIPTION));
  }

  private static Optional<Checkpoint> description(Path file) {
    return Files.exists(file)
        ? Optional.of(JsonFile.read(file, Checkpoint.class))
        : Optional.empty();
  }

  /** After how many iterations there are checkpoints, the latest first. */
  public List<Long> iterations() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(PREFIX + "\\d{1,18}" + DESCRIPTION))
          .map(name -> name.substring(PREFIX.length(), name.length() - DESCRIPTION.length()))
          .map(Long::valueOf)
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The description of a checkpoint.
   *
   * @throws CissException of kind failure if it is missing or damaged
   */
  public Checkpoint read(long iterations) {
    Path file = description(iterations);
    try {
      return JsonFile.read(file, Checkpoint.class);
    } catch (CissException e) {
      throw CissException.failure("%s is damaged", file).withCause(e);
    }
  }

  /** Removes a checkpoint, its description first. */
  public void delete(long iterations) {
    try {
      Files.deleteIfExists(description(iterations));
      Files.deleteIfExists(arrays(iterations));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what a process was writing when it was killed. */
  public void deleteUnfinished() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(this::isUnfinished).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it is a file that was being written, or arrays that nothing describes. */
  private boolean isUnfinished(Path file) {
    String name = file.getFileName().toString();
    boolean arrays = name.startsWith(PREFIX) && name.endsWith(ARRAYS);
    return name.endsWith(TextFile.UNFINISHED)
        || (arrays && !Files.exists(folder.resolve(name.replace(ARRAYS, DESCRIPTION))));
  }
}
