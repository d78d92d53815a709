// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  /** Strict: what is missing in a file is an error, not 0. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private static final String CONFIG = "config.json";
  private static final String CLASSES = "classes.txt";
  private static final String WEIGHTS = "weights.json";
  private static final String CONFUSION = "confusion.csv";
  private static final String SCORES = "scores.json";

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
      replace(root.resolve(CLASSES), String.join("\n", classNames) + "\n");
      replace(root.resolve(CONFIG), json(config));
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

  /**
   * A run that exists.
   *
   * @throws CissException of kind usage if the folder holds no run
   */
  public static RunDirectory open(Path root) {
    if (!Files.isRegularFile(root.resolve(CONFIG))) {
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
    return read(root.resolve(CONFIG), RunConfig.class);
  }

  /** Names of the classes by channel, background first. */
  public List<String> classNames() {
    return lines(root.resolve(CLASSES));
  }

  /** Writes what the first step starts from. */
  public void write(StartingWeights weights) {
    write(root.resolve(WEIGHTS), json(weights));
  }

  /**
   * What the first step started from; empty if that were random numbers.
   *
   * @throws CissException of kind failure if the file is damaged
   */
  public Optional<StartingWeights> startingWeights() {
    Path file = root.resolve(WEIGHTS);
    return Files.exists(file) ? Optional.of(read(file, StartingWeights.class)) : Optional.empty();
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

  /** The network of a step, in safetensors format. */
  public Path model(int step) {
    return root.resolve("step_" + step).resolve("model.safetensors");
  }

  /** The losses of a step, a line per iteration. */
  public Path losses(int step) {
    return root.resolve("step_" + step).resolve("losses.csv");
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
    write(folder.resolve(SCORES), json(file));
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
    StepFile file = read(folder.resolve(SCORES), StepFile.class);
    return new StepResult(
        file.step(),
        file.newClasses(),
        file.trainImages(),
        file.testImages(),
        confusion(folder.resolve(CONFUSION)),
        file.scores());
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      return JSON.readValue(Files.readString(file), type);
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw damaged(file, e.getClass().getSimpleName(), e);
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
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static CissException damaged(Path file, String reason, Exception cause) {
    return CissException.failure(
            "%s cannot be read (%s); train again into another folder", file, reason)
        .withCause(cause);
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

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw damaged(file, e.getClass().getSimpleName(), e);
    }
  }

  /** Writes a text file so that it is there whole or not at all. */
  public void write(Path file, String text) {
    try {
      replace(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(temporary, text, StandardCharsets.UTF_8);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
