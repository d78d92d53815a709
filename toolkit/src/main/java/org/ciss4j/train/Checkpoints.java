// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.op.NonFinite;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.graph.weights.WeightsFormatException;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.result.Checkpoint;
import org.ciss4j.result.CheckpointFiles;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.CissException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Saves the state of training of one step, and finds it again. Whatever happens while a checkpoint
 * is written, the one before stays: there are two of them, and a third is never begun.
 */
final class Checkpoints {
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private final RunDirectory directory;
  private final int step;
  private final CheckpointFiles files;

  Checkpoints(RunDirectory directory, int step) {
    this.directory = directory;
    this.step = step;
    this.files = directory.checkpoints(step);
  }

  /**
   * Saves the state after some iterations.
   *
   * @throws CissException if a parameter is no longer a number, or the disk is full
   */
  void save(long iterations, StepLearner learner) {
    requireFinite(learner.parameters(), iterations);
    files.iterations().stream().skip(1).forEach(files::delete);
    files.write(write(files.arrays(iterations), iterations, state(learner)));
  }

  /** All that decides how training goes on. */
  private static Map<String, INDArray> state(StepLearner learner) {
    Map<String, INDArray> arrays = new LinkedHashMap<>(learner.parameters().arrays());
    learner
        .state()
        .forEach(
            (name, array) -> {
              if (arrays.put(name, array) != null) {
                throw new IllegalStateException(
                    "a learner's state has the name of a parameter, " + name);
              }
            });
    return arrays;
  }

  /** What is no number would replace the last state that is worth to go on from. */
  private void requireFinite(Parameters parameters, long iterations) {
    Optional<String> found = NonFinite.among(parameters.arrays());
    if (found.isPresent()) {
      throw CissException.failure(
          "not finite after iteration %d of step %d: %s; lower the learning rate%s",
          iterations - 1, step, found.get(), lastGood());
    }
  }

  /** What to say of the last state that is worth something. */
  String lastGood() {
    List<Long> saved = files.iterations();
    return saved.isEmpty()
        ? ""
        : "; the state before, after " + saved.get(0) + " iterations, is in " + files.folder();
  }

  /**
   * Saves the network at the end of the step, of which that is the result, and before it what the
   * learner passes on.
   *
   * @throws CissException if a parameter is no longer a number, or the disk is full
   */
  void saveModel(StepLearner learner, Parameters finished) {
    requireFinite(finished, learner.iterations());
    Map<String, INDArray> lasting = new LinkedHashMap<>(learner.state());
    lasting.keySet().retainAll(learner.lasting());
    if (!lasting.isEmpty()) {
      files.writeLasting(write(files.lastingArrays(), learner.iterations(), lasting));
    }
    Path file = directory.model(step);
    files.writeModel(write(file, learner.iterations(), finished.arrays()));
  }

  /** What the learner of the step has passed on, by name; empty if that is nothing. */
  Map<String, INDArray> lasting() {
    return files.lasting().map(this::read).orElse(Map.of());
  }

  private Checkpoint write(Path file, long iterations, Map<String, INDArray> arrays) {
    Safetensors.write(file, arrays, METADATA);
    return new Checkpoint(
        step, iterations, file.getFileName().toString(), size(file), FileHash.sha256(file));
  }

  /**
   * The network at the end of the step; empty if training is not there yet.
   *
   * @param seed of parameters that later steps add
   * @throws CissException if its file is damaged
   */
  Optional<Parameters> model(long seed) {
    return files.model().map(model -> new Parameters(finite(read(model)), seed));
  }

  /** Earlier versions saved what is no number without a look at it. */
  private Map<String, INDArray> finite(Map<String, INDArray> model) {
    requireFinite(directory.model(step), model);
    return model;
  }

  /**
   * Looks at the parameters of a network that was trained.
   *
   * @param file they are from
   * @throws CissException of kind failure if one is not finite
   */
  static void requireFinite(Path file, Map<String, INDArray> model) {
    Optional<String> found = NonFinite.among(model);
    if (found.isPresent()) {
      throw CissException.failure(
          "%s holds numbers that are not finite: %s; its training diverged, so train again with a"
              + " lower learning rate",
          file, found.get());
    }
  }

  /**
   * Brings a learner to the state of the latest checkpoint that is whole.
   *
   * @param learner at the beginning of the step
   * @param remarks told of checkpoints that are damaged, and removed
   * @return how many iterations are done; 0 if there is no checkpoint, and nothing changed
   */
  long restore(StepLearner learner, Consumer<String> remarks) {
    for (long iterations : files.iterations()) {
      try {
        restore(read(files.read(iterations)), state(learner));
        return iterations;
      } catch (CissException e) {
        if (e.kind() != CissException.Kind.FAILURE) {
          throw e;
        }
        remarks.accept(e.getMessage());
        files.delete(iterations);
      }
    }
    return 0;
  }

  private void restore(Map<String, INDArray> saved, Map<String, INDArray> state) {
    if (!state.keySet().equals(saved.keySet())) {
      throw CissException.failure(
          "the checkpoint in %s is of another network; train again into another folder",
          files.folder());
    }
    state.forEach((name, array) -> array.assign(saved.get(name)));
    saved.values().forEach(INDArray::close);
  }

  private Map<String, INDArray> read(Checkpoint checkpoint) {
    Path file = files.arrays(checkpoint);
    if (checkpoint.format() != Checkpoint.FORMAT) {
      throw CissException.usage(
          "%s has format %d, this version of ciss4j reads %d; go on with the version that wrote it",
          file, checkpoint.format(), Checkpoint.FORMAT);
    }
    try {
      requireWhole(file, checkpoint);
      return Safetensors.read(file);
    } catch (WeightsFormatException e) {
      throw damaged(file, String.valueOf(e.getMessage()));
    }
  }

  private static void requireWhole(Path file, Checkpoint checkpoint) {
    if (!Files.isRegularFile(file)) {
      throw damaged(file, "it is missing");
    }
    if (size(file) != checkpoint.bytes()) {
      throw damaged(file, size(file) + " bytes where " + checkpoint.bytes() + " were written");
    }
    if (!FileHash.sha256(file).equals(checkpoint.sha256())) {
      throw damaged(file, "its SHA-256 is another than when it was written");
    }
  }

  private static CissException damaged(Path file, String reason) {
    return CissException.failure("%s is damaged: %s", file, reason);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what was being written when a process was killed. */
  void deleteUnfinished() {
    files.deleteUnfinished();
  }

  /** Removes all checkpoints, which the model at the end of the step outlives. */
  void clear() {
    files.iterations().forEach(files::delete);
  }
}
