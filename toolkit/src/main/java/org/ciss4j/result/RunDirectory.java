// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.metric.ConfusionMatrix;
import org.ciss4j.metric.EvaluationProtocol;
import org.ciss4j.metric.Scores;
import org.ciss4j.result.config.Lineage;
import org.ciss4j.result.config.RunConfig;
import org.ciss4j.result.store.FirstLines;
import org.ciss4j.result.store.JsonFile;
import org.ciss4j.result.store.Patience;
import org.ciss4j.result.store.Sha256;
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
  private static final String CLASSES = "classes.txt";
  private static final String PROVENANCE = "provenance.json";
  private static final String WEIGHTS = "weights.json";
  private static final String CONFUSION = "confusion.csv";
  private static final String MEMORY = "memory.json";
  private static final String SCORES = "scores.json";
  private static final String START = "start";
  private static final String RESTARTS = "restarts.json";

  /** What may be in a folder that is locked and has no configuration yet. */
  private static final Set<String> UNBEGUN =
      Set.of(RunLock.FILE, CLASSES, CLASSES + TextFile.UNFINISHED, CONFIG + TextFile.UNFINISHED);

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

  /** Folder of maps of what stands out in training images, where they are computed. */
  public Path saliency() {
    return root.resolve("saliency");
  }

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

  /** Makes a folder that can take new runs; see {@link #requireFree}. */
  static void makeFree(Path root) {
    requireFree(root);
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
      if (!isFree(root)) {
        throw CissException.usage(
            "output folder %s is not empty; name another with --out or remove it", root);
      }
    } catch (UncheckedIOException e) {
      throw unwritable(root, Objects.requireNonNull(e.getCause()));
    }
  }

  private static CissException unwritable(Path root, IOException e) {
    return CissException.usage(
            "output folder %s cannot be written (%s); name another with --out",
            root, FileTrouble.reason(e))
        .withCause(e);
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
      if (Files.exists(root.resolve(RunLock.FILE)) && isFree(root)) {
        throw CissException.usage(
            "%s is not the folder of a run: it has no %s, as a process was stopped before the run"
                + " began; begin it again with --out %s",
            root, CONFIG, root);
      }
      throw CissException.usage(
          "%s is not the folder of a run: it has no %s; name the folder that training wrote",
          root, CONFIG);
    }
    return new RunDirectory(root);
  }

  /**
   * What was asked for.
   *
   * @throws CissException of kind failure if the file is damaged; of kind usage if it was edited
   *     after the run had begun
   */
  public RunConfig config() {
    RunConfig config = JsonFile.read(root.resolve(CONFIG), RunConfig.class, RunConfig.UPGRADE);
    requireAsWritten(CONFIG);
    return config;
  }

  /**
   * Names of the classes by channel, background first.
   *
   * @throws CissException of kind failure if the file is damaged
   */
  public List<String> classNames() {
    List<String> names = lines(root.resolve(CLASSES));
    requireAsWritten(CLASSES);
    return names;
  }

  /** The steps of the run, as far as its folder says: classes that are not learnt have no name. */
  public Scenario scenario() {
    RunConfig config = config();
    List<String> byChannel = classNames();
    List<Integer> order = config.scenario().order(byChannel.size() - 1);
    if (order.size() != byChannel.size() - 1) {
      throw damaged(
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

  /** Checks a file that was written before, if anything vouches for it. */
  private void requireAsWritten(String name) {
    if (hasBegun()) {
      new Manifest(root).require(name, provenance().files());
    }
  }

  /**
   * Checks the network of a step that is done, if it is there: users may remove it.
   *
   * @throws CissException of kind failure if it is not as it was when the step was done
   */
  public void requireModel(int step) {
    requireIfThere(model(step));
  }

  /**
   * SHA-256 of the network of a step that is done; empty if nothing of it is there: users may
   * remove it.
   */
  public String modelSha256(int step) {
    return new CheckpointFiles(folder(step))
        .model()
        .map(Checkpoint::sha256)
        .orElseGet(() -> Patience.exists(model(step)) ? Sha256.of(model(step)) : "");
  }

  /**
   * Checks the losses of a step that is done or in training, if they are there: users may remove
   * them.
   *
   * @throws CissException of kind failure if they are not as they were when the step was done, or
   *     at its latest checkpoint
   */
  public void requireLosses(int step) {
    if (isDone(step)) {
      requireIfThere(losses(step));
    } else if (Patience.exists(losses(step))) {
      latest(step).ifPresent(checkpoint -> requireLosses(step, checkpoint));
    }
  }

  private void requireIfThere(Path file) {
    if (Patience.exists(file)) {
      requireAsWritten(name(file));
    }
  }

  /** The latest checkpoint that can be read; it may be replaced just now, or damaged. */
  private Optional<Checkpoint> latest(int step) {
    CheckpointFiles files = new CheckpointFiles(folder(step));
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

  private void requireLosses(int step, Checkpoint checkpoint) {
    Optional<byte[]> lines = FirstLines.of(losses(step), checkpoint.iterations() + 1);
    String hash = checkpoint.losses();
    if (hash != null && !lines.map(Sha256::of).equals(Optional.of(hash))) {
      throw damaged(losses(step), "its SHA-256 is not that of the " + checkpoint);
    }
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace(File.separatorChar, '/');
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
    requireAsWritten(WEIGHTS);
    return weights;
  }

  /** Whether training has begun: all that is known before it is written. */
  public boolean hasBegun() {
    return Patience.exists(root.resolve(PROVENANCE));
  }

  /**
   * Writes where the numbers come from, with which training begins. If it does not know yet what
   * the files of the run are, they are described as they are now.
   */
  public void write(Provenance provenance) {
    Provenance whole =
        provenance.files().isEmpty() ? provenance.withFiles(described()) : provenance;
    JsonFile.write(root.resolve(PROVENANCE), whole);
  }

  /** What is known of a run that begins, or one of an older version. */
  private Map<String, String> described() {
    Manifest manifest = new Manifest(root);
    Map<String, String> files =
        new LinkedHashMap<>(manifest.describe(List.of(CONFIG, CLASSES, WEIGHTS)));
    int done = stepsDone();
    for (int step = 0; step < done; step++) {
      files.putAll(described(step));
      files.putAll(manifest.describe(List.of(name(scores(step)))));
    }
    files.putAll(manifest.describe(List.of(name(memoryFile(done)))));
    return files;
  }

  /** What a step has that is trained; the network is described by what was written with it. */
  private Map<String, String> described(int step) {
    Path folder = folder(step);
    Map<String, String> files =
        new LinkedHashMap<>(
            new Manifest(root)
                .describe(
                    Stream.of("losses.csv", MEMORY, RESTARTS, CONFUSION, "model.json")
                        .map(name -> name(folder.resolve(name)))
                        .toList()));
    new CheckpointFiles(folder)
        .model()
        .ifPresent(model -> files.put(name(model(step)), model.sha256()));
    return files;
  }

  /**
   * Where the numbers come from.
   *
   * @throws CissException of kind failure if the file is missing or damaged
   */
  public Provenance provenance() {
    return JsonFile.read(root.resolve(PROVENANCE), Provenance.class, Provenance.UPGRADE);
  }

  /** The folder of a step; made if it is missing. */
  public Path step(int step) {
    try {
      return Files.createDirectories(folder(step));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(int step) {
    return root.resolve("step_" + step);
  }

  /** What a step has been through while it is trained. */
  public CheckpointFiles checkpoints(int step) {
    return new CheckpointFiles(step(step));
  }

  /**
   * What a step starts from if it cannot go on with the step before as that is, because another
   * method has learnt it; made if it is missing.
   */
  public CheckpointFiles makeStart(int step) {
    try {
      return new CheckpointFiles(Files.createDirectories(folder(step).resolve(START)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same if it is there. */
  public Optional<CheckpointFiles> start(int step) {
    return Optional.of(folder(step).resolve(START))
        .filter(Patience::exists)
        .map(CheckpointFiles::new);
  }

  /** The network of a step, in safetensors format. */
  public Path model(int step) {
    return folder(step).resolve("model.safetensors");
  }

  /** The losses of a step, a line per iteration. */
  public Path losses(int step) {
    return folder(step).resolve("losses.csv");
  }

  /** What the learner of a step has found out, if it has found anything, a line each. */
  public Path findings(int step) {
    return folder(step).resolve("findings.txt");
  }

  /** Writes what the learner of a step has found out; nothing if that is nothing. */
  public void writeFindings(int step, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    try {
      TextFile.write(findings(step), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes how often a step was begun again, before it is. */
  public void writeRestarts(int step, List<Restart> restarts) {
    Path file = step(step).resolve(RESTARTS);
    JsonFile.write(file, new RestartsFile(step, restarts));
    vouchFor(new Manifest(root).describe(List.of(name(file))));
  }

  /**
   * How often a step was begun again at half the rate, and why; most often never.
   *
   * @throws CissException of kind failure if the file is damaged
   */
  public List<Restart> restarts(int step) {
    Path file = folder(step).resolve(RESTARTS);
    if (!Patience.exists(file)) {
      return List.of();
    }
    RestartsFile found = JsonFile.read(file, RestartsFile.class, RestartsFile.UPGRADE);
    requireAsWritten(name(file));
    if (found.step() != step) {
      throw damaged(file, "it is of step " + found.step());
    }
    return found.restarts();
  }

  /** What a step replays, if it replays anything. */
  public Path memoryFile(int step) {
    return folder(step).resolve(MEMORY);
  }

  /** Writes what a step replays, before it is trained. */
  public void writeMemory(int step, List<MemoryImage> images) {
    JsonFile.write(step(step).resolve(MEMORY), new MemoryFile(step, images));
    vouchFor(new Manifest(root).describe(List.of(name(memoryFile(step)))));
  }

  private void vouchFor(Map<String, String> files) {
    if (hasBegun()) {
      write(provenance().withFiles(files));
    }
  }

  /**
   * What a step replays.
   *
   * @throws CissException of kind failure if the file is missing or damaged
   */
  public List<MemoryImage> memory(int step) {
    Path file = memoryFile(step);
    MemoryFile memory = JsonFile.read(file, MemoryFile.class, tree -> fields(tree, step));
    requireAsWritten(name(file));
    if (memory.step() != step) {
      throw damaged(file, "it is of step " + memory.step());
    }
    return memory.images();
  }

  private static CissException damaged(Path file, String reason) {
    return Damage.of(file, reason, "restore it, or train again into another folder");
  }

  private static JsonNode fields(JsonNode memory, int step) {
    return memory.isArray()
        ? JsonNodeFactory.instance.objectNode().put("step", step).set("images", memory)
        : MemoryFile.UPGRADE.apply(memory);
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
    String scores = JsonFile.text(file);
    Map<String, String> files = new LinkedHashMap<>(described(result.step()));
    files.put(name(scores(result.step())), Sha256.of(scores));
    vouchFor(files);
    write(folder.resolve(SCORES), scores);
  }

  /**
   * The run so far: all steps that are done.
   *
   * @throws CissException of kind failure if a file is missing or damaged
   */
  public RunResult result() {
    List<StepResult> steps = new ArrayList<>();
    while (isDone(steps.size())) {
      steps.add(result(steps.size()));
      if (!isDone(steps.size())) {
        requireNothingLater(steps.size());
      }
    }
    if (steps.isEmpty()) {
      requireNothingLater(0);
    }
    return new RunResult(config(), classNames(), steps);
  }

  /** How many steps are done, without a look at what came out of them. */
  public int stepsDone() {
    int steps = 0;
    while (isDone(steps)) {
      steps++;
    }
    return steps;
  }

  private Path scores(int step) {
    return folder(step).resolve(SCORES);
  }

  private boolean isDone(int step) {
    return Patience.exists(scores(step));
  }

  /** Steps come one after the other, and a run ends when all are done. */
  private void requireNothingLater(int undone) {
    if (!hasBegun()) {
      return;
    }
    boolean ended = provenance().ended() != null && Patience.exists(folder(undone));
    if ((ended || Patience.exists(folder(undone + 1))) && !isDone(undone)) {
      throw Damage.of(
          scores(undone),
          "it is missing, though step " + undone + " was done",
          "restore it, or have the step scored again: ciss train --resume " + root);
    }
  }

  /** A step that is done, as a run that goes on from it tells where it comes from. */
  public Lineage.Learnt learnt(int step) {
    RunConfig config = config();
    StepResult result = result(step);
    return new Lineage.Learnt(
        root.toString(),
        config.data().dataset(),
        Objects.requireNonNullElse(config.data().folder(), ""),
        config.data().joined(),
        hasBegun() ? provenance().dataFingerprint() : "",
        result.newClasses(),
        result.trainImages(),
        config.method(),
        modelSha256(step));
  }

  /**
   * What came out of a step that is done.
   *
   * @throws CissException of kind failure if a file is missing or damaged
   */
  public StepResult result(int step) {
    Path file = scores(step);
    StepFile scored = JsonFile.read(file, StepFile.class, Upgrade.noValuesIn("scores"));
    requireAsWritten(name(file));
    if (scored.step() != step) {
      throw damaged(file, "it is of step " + scored.step());
    }
    Path counts = folder(step).resolve(CONFUSION);
    ConfusionMatrix confusion = confusion(counts);
    requireAsWritten(name(counts));
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
    if (!hasBegun() || !provenance().files().isEmpty()) {
      return;
    }
    int base = scenario().baseClasses().size();
    EvaluationProtocol protocol = config().evaluation().protocol();
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

  /**
   * Whether nothing is there, or what a process left that was killed before it had a configuration:
   * the folder of a run that has not begun.
   */
  public static boolean isFree(Path folder) {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> content = Files.list(folder)) {
      List<String> names = content.map(file -> file.getFileName().toString()).toList();
      boolean plans = names.stream().allMatch(name -> name.endsWith(".json" + TextFile.UNFINISHED));
      return plans || (names.contains(RunLock.FILE) && UNBEGUN.containsAll(names));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    return JsonFile.string(file).lines().toList();
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
