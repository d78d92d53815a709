// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.ciss4j.data.Normalization;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.graph.model.InferenceGraph;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.result.RunDirectory;
import org.ciss4j.scenario.CissException;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The network of a step as one file that {@code SameDiff.load} opens without ciss4j, and beside it
 * a JSON file with what one must know to use it.
 */
public final class ExportedModel {
  private static final String ENDING = ".fb";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final SameDiff graph;
  private final Description description;

  /**
   * What one must know of an exported network.
   *
   * @param input name of the placeholder, float {@code [N, 3, H, W]}, red, green and blue
   * @param logits name of the output float {@code [N, C, H, W]}
   * @param labels name of the output INT32 {@code [N, H, W]}
   * @param mean of each colour in 0 to 1: {@code (colour / 255 - mean) / standardDeviation}
   * @param standardDeviation of each colour
   * @param background whether there is a background channel: then the label is the number of the
   *     largest logit, unless there is an unknown channel
   * @param unknown whether the first logit is of the unknown, which is background too: then each
   *     probability is a sigmoid, that of the background is the sum of the first two, and the label
   *     is that of the largest
   * @param threshold where there is none, probability above which a pixel is a class; else null
   * @param classes names by label; 0 is background, and logit c is of label c, of c + 1 where there
   *     is no background channel, or of c - 1 behind the unknown
   * @param ids numbers of these classes in the data set
   */
  public record Description(
      String input,
      String logits,
      String labels,
      List<Float> mean,
      List<Float> standardDeviation,
      boolean background,
      boolean unknown,
      @Nullable Double threshold,
      List<String> classes,
      List<Integer> ids) {}

  private ExportedModel(SameDiff graph, Description description) {
    this.graph = graph;
    this.description = description;
  }

  /**
   * The network of a step that is done.
   *
   * @throws CissException of kind usage if the run has no such step
   */
  public static ExportedModel of(RunDirectory directory, int step) {
    TrainedStep trained = TrainedStep.load(directory, step);
    Double threshold =
        trained.decision() instanceof SigmoidDecision sigmoid ? sigmoid.threshold() : null;
    SameDiff graph =
        InferenceGraph.build(
            trained.network(),
            trained.layout(),
            trained.parameters(),
            threshold == null ? 0 : threshold);
    int channels = trained.layout().classes() + 1;
    Description description =
        new Description(
            SegmentationGraph.IMAGE,
            InferenceGraph.LOGITS,
            InferenceGraph.LABELS,
            Normalization.IMAGENET.mean(),
            Normalization.IMAGENET.standardDeviation(),
            trained.layout().background(),
            trained.layout().unknown(),
            threshold,
            directory.classNames().subList(0, channels),
            IntStream.range(0, channels).map(trained.view()::classAt).boxed().toList());
    return new ExportedModel(graph, description);
  }

  /** What one must know to use it. */
  public Description description() {
    return description;
  }

  /**
   * Writes both files, each whole or not at all; the folder is made if it is missing.
   *
   * @param file ends in {@code .fb}
   * @return the JSON file: the same name with {@code .json}
   * @throws CissException of kind usage if the name ends otherwise or cannot be written
   */
  public Path save(Path file) {
    Path json = description(file);
    Path target = file.toAbsolutePath();
    try {
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      AtomicFile.write(target, temporary -> graph.save(temporary.toFile(), false));
      AtomicFile.write(json, JSON.writeValueAsString(description) + System.lineSeparator());
    } catch (IOException | UncheckedIOException e) {
      throw CissException.usage(
              "output %s cannot be written (%s); name another with --out",
              file, FileTrouble.reason(e))
          .withCause(e);
    }
    return json;
  }

  /**
   * The JSON file beside a model.
   *
   * @throws CissException of kind usage if the name does not end in {@code .fb}, or is a folder's
   */
  public static Path description(Path file) {
    String name = file.toString();
    if (!name.toLowerCase(Locale.ROOT).endsWith(ENDING)) {
      throw CissException.usage("output %s is no FlatBuffers file; end its name in .fb", file);
    }
    if (Files.isDirectory(file)) {
      throw CissException.usage("output %s is a folder; name a file in it", file);
    }
    return Path.of(name.substring(0, name.length() - ENDING.length()) + ".json");
  }
}
