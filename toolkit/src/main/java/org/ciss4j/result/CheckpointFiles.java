// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Patience;
import org.ciss4j.result.store.TextFile;

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
  private static final String DAMAGED = ".damaged";

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
    return Patience.exists(file)
        ? Optional.of(JsonFile.read(file, Checkpoint.class, Checkpoint.UPGRADE))
        : Optional.empty();
  }

  /** After how many iterations there are checkpoints, the latest first. */
  public List<Long> iterations() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(CheckpointFiles::name)
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
   * @throws CissException of kind failure if it is missing or damaged, of kind usage if it is of a
   *     newer version
   */
  public Checkpoint read(long iterations) {
    Path file = description(iterations);
    Checkpoint checkpoint;
    try {
      checkpoint = JsonFile.read(file, Checkpoint.class, Checkpoint.UPGRADE);
    } catch (CissException e) {
      throw e.kind() == CissException.Kind.USAGE
          ? e
          : CissException.failure("%s is damaged", file).withCause(e);
    }
    boolean own = checkpoint.file().equals(name(arrays(iterations)));
    if (!own || checkpoint.iterations() != iterations) {
      throw CissException.failure("%s is damaged: it describes %s", file, checkpoint.file());
    }
    return checkpoint;
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

  /**
   * Gives a damaged checkpoint other names, so that it is in nobody's way and nothing is lost.
   *
   * @return the new names, in words
   */
  public String setAside(long iterations) {
    return setAside(description(iterations), arrays(iterations));
  }

  /** The same for a damaged model. */
  public String setAsideModel() {
    return setAside(modelDescription(), folder.resolve("model" + ARRAYS));
  }

  private static String setAside(Path... files) {
    try {
      List<String> names = new ArrayList<>();
      for (Path file : files) {
        if (Files.exists(file)) {
          names.add(name(Files.move(file, free(file))));
        }
      }
      return String.join(" and ", names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A name that no file has: what was damaged earlier is kept too. */
  private static Path free(Path file) {
    Path target = file.resolveSibling(name(file) + DAMAGED);
    for (int other = 2; Files.exists(target); other++) {
      target = file.resolveSibling(name(file) + DAMAGED + "." + other);
    }
    return target;
  }

  /** Removes what a process was writing when it was killed. */
  public void deleteUnfinished() {
    delete(name -> name.endsWith(TextFile.UNFINISHED));
  }

  /** Removes all checkpoints, and arrays that a process was killed before it described. */
  public void clear() {
    iterations().forEach(this::delete);
    delete(name -> name.matches(PREFIX + "\\d{1,18}" + ARRAYS));
  }

  private void delete(Predicate<String> which) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> which.test(name(f)) && Files.isRegularFile(f)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
