// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.Sha256;
import org.ciss4j.file.Unchecked;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.store.FileHash;
import org.ciss4j.result.store.FirstLines;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Patience;
import org.ciss4j.result.store.TextFile;
import org.ciss4j.result.store.Upgrade;
import org.ciss4j.scenario.LabelSpace;

/**
 * The folder of one step of a run, {@code step_<t>}, which need not be there yet. The step is done
 * when its {@code scores.json} is there, which is written last.
 *
 * @param run the run
 * @param step from 0
 */
public record StepDirectory(RunDirectory run, int step) {
  private static final String CONFUSION = "confusion.csv";
  private static final String MEMORY = "memory.json";
  private static final String SCORES = "scores.json";
  private static final String START = "start";
  private static final String RESTARTS = "restarts.json";

  /** What {@code scores.json} says besides the scores themselves. */
  private record StepFile(
      int step, List<String> newClasses, int trainImages, int testImages, Scores scores) {}

  /** What {@code memory.json} says; in format 0 it was the list alone. */
  private record MemoryFile(int step, List<MemoryImage> images) {
    static final Upgrade UPGRADE = Upgrade.none();

    MemoryFile {
      images = List.copyOf(images);
    }
  }

  /** What {@code restarts.json} says. */
  private record RestartsFile(int step, List<Restart> restarts) {
    static final Upgrade UPGRADE = Upgrade.missing("{\"restarts\": [{\"loss\": null}]}");

    RestartsFile {
      restarts = List.copyOf(restarts);
    }
  }

  /**
   * Checks the network if it is there: users may remove it.
   *
   * @throws CissException of kind failure if it is not as it was when the step was done
   */
  public void requireModel() {
    requireIfThere(model());
  }

  /** SHA-256 of the network of the step; empty if nothing of it is there: users may remove it. */
  public String modelSha256() {
    return new CheckpointFiles(folder())
        .model()
        .map(Checkpoint::sha256)
        .orElseGet(() -> Patience.exists(model()) ? FileHash.of(model()) : "");
  }

  /**
   * Checks the losses of the step, done or in training, if they are there: users may remove them.
   *
   * @throws CissException of kind failure if they are not as they were when the step was done, or
   *     at its latest checkpoint
   */
  public void requireLosses() {
    if (isDone()) {
      requireIfThere(losses());
    } else if (Patience.exists(losses())) {
      latest().ifPresent(this::requireLosses);
    }
  }

  private void requireIfThere(Path file) {
    if (Patience.exists(file)) {
      manifest().require(file);
    }
  }

  /** The latest checkpoint that can be read; it may be replaced just now, or damaged. */
  private Optional<Checkpoint> latest() {
    CheckpointFiles files = new CheckpointFiles(folder());
    return files.iterations().stream()
        .flatMap(number -> readable(files, number).stream())
        .findFirst();
  }

  private static Optional<Checkpoint> readable(CheckpointFiles files, long iterations) {
    try {
      return Optional.of(files.read(iterations));
    } catch (CissException e) {
      return Optional.empty(); // It is said where training goes on.
    }
  }

  private void requireLosses(Checkpoint checkpoint) {
    Optional<byte[]> lines = FirstLines.of(losses(), checkpoint.iterations() + 1);
    String hash = checkpoint.losses();
    if (hash != null && !lines.map(Sha256::of).equals(Optional.of(hash))) {
      throw damaged(losses(), "its SHA-256 is not that of the " + checkpoint);
    }
  }

  /** What the step has if it is trained; the network is described by what was written with it. */
  Map<String, String> described() {
    Path folder = folder();
    Map<String, String> files =
        manifest()
            .describe(
                losses(),
                memoryFile(),
                folder.resolve(RESTARTS),
                folder.resolve(CONFUSION),
                folder.resolve("model.json"));
    new CheckpointFiles(folder)
        .model()
        .ifPresent(model -> files.put(manifest().name(model()), model.sha256()));
    return files;
  }

  /** The folder, which need not be there. */
  Path folder() {
    return run.root().resolve("step_" + step);
  }

  /** The folder; made if it is missing. */
  public Path make() {
    return made(folder());
  }

  private static Path made(Path folder) {
    return Unchecked.call(() -> Files.createDirectories(folder));
  }

  private Manifest manifest() {
    return new Manifest(run.root());
  }

  /** What the step has been through while it is trained. */
  public CheckpointFiles checkpoints() {
    return new CheckpointFiles(make());
  }

  /**
   * What the step starts from if it cannot go on with the step before as that is, because another
   * method has learnt it; made if it is missing.
   */
  public CheckpointFiles makeStart() {
    return new CheckpointFiles(made(folder().resolve(START)));
  }

  /** The same if it is there. */
  public Optional<CheckpointFiles> start() {
    return Optional.of(folder().resolve(START)).filter(Patience::exists).map(CheckpointFiles::new);
  }

  /** The network, in safetensors format. */
  public Path model() {
    return folder().resolve("model.safetensors");
  }

  /** The losses, a line per iteration. */
  public Path losses() {
    return folder().resolve("losses.csv");
  }

  /** What the learner has found out, if it has found anything, a line each. */
  public Path findings() {
    return folder().resolve("findings.txt");
  }

  /** Writes what the learner has found out; nothing if that is nothing. */
  public void writeFindings(List<String> lines) {
    if (!lines.isEmpty()) {
      TextFile.write(findings(), String.join("\n", lines) + "\n");
    }
  }

  /** Writes how often the step was begun again, before it is. */
  public void writeRestarts(List<Restart> restarts) {
    Path file = make().resolve(RESTARTS);
    JsonFile.write(file, new RestartsFile(step, restarts));
    manifest().vouchFor(manifest().describe(file));
  }

  /**
   * How often the step was begun again at half the rate, and why; most often never.
   *
   * @throws CissException of kind failure if the file is damaged
   */
  public List<Restart> restarts() {
    Path file = folder().resolve(RESTARTS);
    if (!Patience.exists(file)) {
      return List.of();
    }
    RestartsFile found = JsonFile.read(file, RestartsFile.class, RestartsFile.UPGRADE);
    manifest().require(file);
    if (found.step() != step) {
      throw damaged(file, "it is of step " + found.step());
    }
    return found.restarts();
  }

  /** What the step replays, if it replays anything. */
  public Path memoryFile() {
    return folder().resolve(MEMORY);
  }

  /** Writes what the step replays, before it is trained. */
  public void writeMemory(List<MemoryImage> images) {
    Path file = make().resolve(MEMORY);
    JsonFile.write(file, new MemoryFile(step, images));
    manifest().vouchFor(manifest().describe(file));
  }

  /**
   * What the step replays.
   *
   * @throws CissException of kind failure if the file is missing or damaged
   */
  public List<MemoryImage> memory() {
    Path file = memoryFile();
    MemoryFile memory = JsonFile.read(file, MemoryFile.class, tree -> fields(tree, step));
    manifest().require(file);
    if (memory.step() != step) {
      throw damaged(file, "it is of step " + memory.step());
    }
    return memory.images();
  }

  static CissException damaged(Path file, String reason) {
    return Damage.of(file, reason, "restore it, or train again into another folder");
  }

  private static JsonNode fields(JsonNode memory, int step) {
    return memory.isArray()
        ? JsonNodeFactory.instance.objectNode().put("step", step).set("images", memory)
        : MemoryFile.UPGRADE.apply(memory);
  }

  Path scores() {
    return folder().resolve(SCORES);
  }

  /** Whether it is trained and scored. */
  boolean isDone() {
    return Patience.exists(scores());
  }

  /** Writes the results of the step, which is done with that. */
  public void write(StepResult result) {
    TextFile.write(make().resolve(CONFUSION), csv(result.confusion()));
    StepFile file =
        new StepFile(
            result.step(),
            result.newClasses(),
            result.trainImages(),
            result.testImages(),
            result.scores());
    String scores = JsonFile.text(file);
    Map<String, String> files = described();
    files.put(manifest().name(scores()), Sha256.of(scores));
    manifest().vouchFor(files);
    TextFile.write(scores(), scores);
  }

  /**
   * What came out of the step, which is done.
   *
   * @throws CissException of kind failure if a file is missing or damaged
   */
  public StepResult result() {
    Path file = scores();
    StepFile scored = JsonFile.read(file, StepFile.class, Upgrade.noValuesIn("scores"));
    manifest().require(file);
    if (scored.step() != step) {
      throw damaged(file, "it is of step " + scored.step());
    }
    Path counts = folder().resolve(CONFUSION);
    ConfusionMatrix confusion = confusion(counts);
    manifest().require(counts);
    requireConsistent(file, scored, confusion);
    return new StepResult(
        scored.step(),
        scored.newClasses(),
        scored.trainImages(),
        scored.testImages(),
        confusion,
        scored.scores());
  }

  /** In runs of older versions nothing vouches for scores but the counts beside them. */
  private void requireConsistent(Path file, StepFile scored, ConfusionMatrix confusion) {
    if (!run.hasBegun() || !run.provenance().files().isEmpty()) {
      return;
    }
    int base = run.scenario().baseClasses().size();
    EvaluationProtocol protocol = run.config().evaluation().protocol();
    EvaluationProtocol foreground =
        new EvaluationProtocol(protocol.absentClass(), false, LabelSpace.VOID);
    boolean fits =
        Stream.of(protocol, foreground)
            .anyMatch(p -> Scores.of(confusion, base, p).isClose(scored.scores()));
    if (!fits) {
      throw damaged(file, "its scores are not those of " + CONFUSION);
    }
  }

  private static ConfusionMatrix confusion(Path file) {
    try {
      long[][] counts =
          JsonFile.string(file)
              .lines()
              .map(line -> Stream.of(line.split(",")).mapToLong(Long::parseLong).toArray())
              .toArray(long[][]::new);
      return ConfusionMatrix.of(counts);
    } catch (IllegalArgumentException e) {
      throw JsonFile.damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static String csv(ConfusionMatrix confusion) {
    return Stream.of(confusion.counts())
        .map(row -> Arrays.stream(row).mapToObj(Long::toString).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
