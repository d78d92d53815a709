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
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ciss4j.common.CissException;
import org.ciss4j.file.Unchecked;
import org.ciss4j.graph.memory.NonFinite;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.weights.Safetensors;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.ciss4j.learn.StepLearner;
import org.ciss4j.result.Checkpoint;
import org.ciss4j.result.CheckpointFiles;
import org.ciss4j.result.Damage;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.result.StepDirectory;
import org.ciss4j.result.store.FileHash;
import org.ciss4j.result.store.Patience;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Saves the state of training of one step, and finds it again. Whatever happens while a checkpoint
 * is written, the one before stays: there are two of them, and a third is never begun.
 *
 * <p>Files are looked at before they are believed. What is damaged is renamed, and the state before
 * is taken. What belongs to another network or configuration is refused, and what cannot be read is
 * tried again and then said: both stay as they are.
 */
public final class Checkpoints {
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private static final String LEARNT_ELSEWHERE =
      "it was learnt in another run, so restore it, or extend that run again";

  private final StepDirectory directory;
  private final CheckpointFiles files;

  /** Of a step of a run, from 0. */
  public Checkpoints(RunDirectory run, int step) {
    this(run.step(step), run.step(step).checkpoints());
  }

  private Checkpoints(StepDirectory directory, CheckpointFiles files) {
    this.directory = directory;
    this.files = files;
  }

  /**
   * The parameters of the network of a step.
   *
   * @throws CissException if the run has no such step, or its file is missing or damaged
   */
  public static Parameters load(RunDirectory directory, int step) {
    return new Checkpoints(directory, requireDone(directory, step)).result();
  }

  /** The step, if it is done; an error that a person can mend, if it is not. */
  static int requireDone(RunDirectory directory, int step) {
    int done = directory.result().steps().size();
    if (step < 0 || step >= done) {
      throw CissException.usage(
          "run %s has no step %d that is done; it has %s",
          directory.root(), step, done == 0 ? "none" : "0 to " + (done - 1));
    }
    return step;
  }

  /** What a step starts from instead of the step before; empty if it starts from that. */
  public static Optional<Checkpoints> start(RunDirectory directory, int step) {
    StepDirectory own = directory.step(step);
    return own.start().map(files -> new Checkpoints(own, files));
  }

  /** The same in the making. */
  public static Checkpoints makeStart(RunDirectory directory, int step) {
    return new Checkpoints(directory.step(step), directory.step(step).makeStart());
  }

  /**
   * Saves the state after some iterations.
   *
   * @throws CissException if a parameter is no longer a number, or the disk is full
   */
  void save(long iterations, StepLearner learner) {
    requireFinite(learner.parameters(), iterations);
    files.iterations().stream().skip(1).forEach(files::delete);
    String losses = LossLog.sha256(directory.losses(), iterations);
    files.write(write(files.arrays(iterations), iterations, state(learner), losses));
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
          iterations - 1, directory.step(), found.get(), lastGood());
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
  public void saveModel(StepLearner learner, Parameters finished) {
    requireFinite(finished, learner.iterations());
    Map<String, INDArray> lasting = new LinkedHashMap<>(learner.state());
    lasting.keySet().retainAll(learner.lasting());
    saveModel(learner.iterations(), lasting, finished);
  }

  /** The same where no learner is at hand. */
  public void saveModel(long iterations, Map<String, INDArray> lasting, Parameters finished) {
    if (!lasting.isEmpty()) {
      // In one order, so that a run that was broken off leaves the same bytes as one that was not.
      Map<String, INDArray> ordered = new TreeMap<>(lasting);
      files.writeLasting(write(files.lastingArrays(), iterations, ordered, null));
    }
    Path file = files.folder().resolve(directory.model().getFileName());
    files.writeModel(write(file, iterations, finished.arrays(), null));
  }

  /** Whether the learner of the step has passed on something. */
  public boolean hasLasting() {
    return files.lasting().isPresent();
  }

  /** What the learner of the step has passed on, by name; empty if that is nothing. */
  public Map<String, INDArray> lasting() {
    return files.lasting().map(this::read).orElse(Map.of());
  }

  private Checkpoint write(
      Path file, long iterations, Map<String, INDArray> arrays, @Nullable String losses) {
    Safetensors.write(file, arrays, METADATA);
    return new Checkpoint(
        directory.step(),
        iterations,
        file.getFileName().toString(),
        size(file),
        FileHash.of(file),
        losses);
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
    requireFinite(directory.model(), model);
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
   * The network of a step that was learnt in another run, so that it cannot be trained again.
   *
   * @throws CissException of kind failure if it is missing or damaged
   */
  Parameters learnt(long seed) {
    Optional<Parameters> found;
    try {
      found = model(seed);
    } catch (CissException e) {
      String reason = String.valueOf(e.getMessage()).replaceFirst("; restore it, .*", "");
      throw CissException.failure("%s; %s", reason, LEARNT_ELSEWHERE).withCause(e);
    }
    return found.orElseThrow(() -> Damage.of(directory.model(), "it is missing", LEARNT_ELSEWHERE));
  }

  /**
   * The network of a step that is done, and no further parameters.
   *
   * @throws CissException of kind failure if its file is missing or damaged
   */
  Parameters result() {
    Path file = directory.model();
    directory.requireModel();
    Optional<Checkpoint> known = files.model();
    Map<String, INDArray> model = known.isPresent() ? read(known.get()) : arrays(file);
    requireFinite(file, model);
    return Parameters.trained(model);
  }

  /**
   * The same of a step that is not scored yet, and may be trained again: a model that is damaged is
   * renamed.
   *
   * @param remarks told of it
   */
  Optional<Parameters> unscoredModel(long seed, Consumer<String> remarks) {
    try {
      return model(seed);
    } catch (CissException e) {
      remarks.accept(renamed(e, files::setAsideModel));
      return Optional.empty();
    }
  }

  /** What to say of damage; anything else is thrown as it is. */
  private static String renamed(CissException e, Supplier<String> setAside) {
    if (e.kind() != CissException.Kind.FAILURE) {
      throw e;
    }
    String damage = String.valueOf(e.getMessage()).replaceFirst("; restore it, .*", "");
    return damage + "; it is kept as " + setAside.get() + ", and the state before is taken";
  }

  /**
   * Brings a learner to the state of the latest checkpoint that is whole.
   *
   * @param learner at the beginning of the step
   * @param remarks told of checkpoints that are damaged, and renamed
   * @return the checkpoint; empty if there is none, and nothing changed
   * @throws CissException of kind usage if it is of another network, or beyond the end
   */
  Optional<Checkpoint> restore(StepLearner learner, Consumer<String> remarks) {
    for (long iterations : files.iterations()) {
      try {
        Checkpoint checkpoint = files.read(iterations);
        Map<String, INDArray> saved = read(checkpoint);
        try {
          requireBefore(learner.iterations(), iterations);
          restore(saved, state(learner));
        } finally {
          saved.values().forEach(INDArray::close);
        }
        return Optional.of(checkpoint);
      } catch (CissException e) {
        remarks.accept(renamed(e, () -> files.setAside(iterations)));
      }
    }
    return Optional.empty();
  }

  private void requireBefore(long end, long iterations) {
    if (iterations >= end) {
      throw foreign("it is after " + iterations + " iterations of " + end);
    }
  }

  private void restore(Map<String, INDArray> saved, Map<String, INDArray> state) {
    if (!state.keySet().equals(saved.keySet())) {
      throw foreign("it has other parameters than the network");
    }
    state.forEach(
        (name, array) -> {
          if (!array.equalShapes(saved.get(name))) {
            throw foreign("the shape of " + name + " is not that of the network");
          }
        });
    state.forEach((name, array) -> array.assign(saved.get(name)));
  }

  private CissException foreign(String reason) {
    return Damage.foreign(
        files.folder(),
        "has a checkpoint of another configuration than the run has now: " + reason,
        "restore config.json, or train into another folder");
  }

  private Map<String, INDArray> read(Checkpoint checkpoint) {
    Path file = files.arrays(checkpoint);
    if (checkpoint.step() != directory.step()) {
      throw damaged(file, "it is of step " + checkpoint.step());
    }
    requireWhole(file, checkpoint);
    return arrays(file);
  }

  private static Map<String, INDArray> arrays(Path file) {
    requireFile(file);
    try {
      return Patience.read(() -> Safetensors.read(file));
    } catch (WeightsFormatException e) {
      throw damaged(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireWhole(Path file, Checkpoint checkpoint) {
    requireFile(file);
    if (size(file) != checkpoint.bytes()) {
      throw damaged(file, size(file) + " bytes where " + checkpoint.bytes() + " were written");
    }
    if (!FileHash.of(file).equals(checkpoint.sha256())) {
      throw damaged(file, "its SHA-256 is another than when it was written");
    }
  }

  private static void requireFile(Path file) {
    if (!Patience.exists(file)) {
      throw damaged(file, "it is missing");
    }
    if (Files.isDirectory(file)) {
      throw damaged(file, "it is a folder");
    }
  }

  private static CissException damaged(Path file, String reason) {
    return Damage.of(file, reason, "restore it, or train again into another folder");
  }

  private static long size(Path file) {
    return Unchecked.call(() -> Patience.read(() -> Files.size(file)));
  }

  /** Removes what was being written when a process was killed. */
  void deleteUnfinished() {
    files.deleteUnfinished();
  }

  /** Removes all checkpoints, which the model at the end of the step outlives. */
  void clear() {
    files.clear();
  }
}
