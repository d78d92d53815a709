// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ciss4j.common.CissException;
import org.ciss4j.common.EnumLabel;
import org.ciss4j.data.Normalization;
import org.ciss4j.file.AtomicFile;
import org.ciss4j.file.FileTrouble;
import org.ciss4j.graph.model.InferenceGraph;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.onnx.OnnxModel;
import org.ciss4j.method.label.SigmoidDecision;
import org.ciss4j.result.RunDirectory;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The network of a step as one file that {@code SameDiff.load} opens without ciss4j, or that any
 * runtime of ONNX opens, and beside it a JSON file with what one must know to use it.
 */
public final class ExportedModel {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Format format;
  private final Content content;
  private final Description description;

  /** Formats of the file of a network. */
  public enum Format {
    /** FlatBuffers of ND4J's SameDiff. */
    ND4J(".fb"),
    /** Open Neural Network Exchange, of operator set {@value OnnxModel#OPSET}. */
    ONNX(".onnx");

    private final String ending;

    Format(String ending) {
      this.ending = ending;
    }

    /** How names of its files end. */
    public String ending() {
      return ending;
    }

    private boolean isOf(Path file) {
      return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /**
     * The format that a name ends with.
     *
     * @throws CissException of kind usage if it ends with none, or is a folder's
     */
    public static Format of(Path file) {
      requireNoFolder(file);
      return Stream.of(values())
          .filter(format -> format.isOf(file))
          .findFirst()
          .orElseThrow(
              () ->
                  CissException.usage(
                      "output %s is neither a FlatBuffers nor an ONNX file; end its name in .fb or"
                          + " .onnx",
                      file));
    }
  }

  /** Writes the file of a network. */
  @FunctionalInterface
  private interface Content {
    void writeTo(Path file) throws IOException;
  }

  /**
   * What one must know of an exported network.
   *
   * @param input name of the input: {@code image}, float {@code [N, 3, H, W]}, red, green and blue,
   *     normalised; or {@code pixels}, uint8 {@code [N, H, W, 3]}, which the network normalises
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

  private ExportedModel(Format format, Content content, Description description) {
    this.format = format;
    this.content = content;
    this.description = description;
  }

  /**
   * The network of a step that is done, for ND4J.
   *
   * @throws CissException of kind usage if the run has no such step
   */
  public static ExportedModel of(RunDirectory directory, int step) {
    TrainedStep trained = TrainedStep.load(directory, step);
    SameDiff graph =
        InferenceGraph.build(
            trained.network(),
            trained.layout(),
            trained.parameters(),
            numberOf(threshold(trained)));
    return new ExportedModel(
        Format.ND4J,
        file -> graph.save(file.toFile(), false),
        describe(directory, trained, SegmentationGraph.IMAGE));
  }

  /**
   * The network of a step that is done, for runtimes of ONNX.
   *
   * @param fromPixels whether it normalises images itself: then it takes uint8 {@code [N, H, W, 3]}
   * @throws CissException of kind usage if the run has no such step
   */
  public static ExportedModel onnx(RunDirectory directory, int step, boolean fromPixels) {
    TrainedStep trained = TrainedStep.load(directory, step);
    Description description =
        describe(directory, trained, fromPixels ? OnnxModel.PIXELS : SegmentationGraph.IMAGE);
    OnnxModel model =
        OnnxModel.of(
            trained.network(),
            trained.layout(),
            trained.parameters(),
            numberOf(threshold(trained)),
            fromPixels
                ? new OnnxModel.Colours(description.mean(), description.standardDeviation())
                : null,
            notes(description));
    return new ExportedModel(Format.ONNX, model::write, description);
  }

  /** Each as its JSON, but for words. */
  private static Map<String, String> notes(Description description) {
    Map<String, String> notes = new LinkedHashMap<>();
    JsonNode all = JSON.valueToTree(description);
    for (Map.Entry<String, JsonNode> field : all.properties()) {
      JsonNode value = field.getValue();
      notes.put(field.getKey(), value.isTextual() ? value.textValue() : value.toString());
    }
    return notes;
  }

  private static @Nullable Double threshold(TrainedStep trained) {
    return trained.decision() instanceof SigmoidDecision sigmoid ? sigmoid.threshold() : null;
  }

  private static double numberOf(@Nullable Double threshold) {
    return threshold == null ? 0 : threshold;
  }

  private static Description describe(RunDirectory directory, TrainedStep trained, String input) {
    int channels = trained.layout().classes() + 1;
    return new Description(
        input,
        InferenceGraph.LOGITS,
        InferenceGraph.LABELS,
        Normalization.IMAGENET.mean(),
        Normalization.IMAGENET.standardDeviation(),
        trained.layout().background(),
        trained.layout().unknown(),
        threshold(trained),
        directory.classNames().subList(0, channels),
        IntStream.range(0, channels).map(trained.view()::classAt).boxed().toList());
  }

  /**
   * Writes both files, each whole or not at all; the folder is made if it is missing.
   *
   * @param file ends as {@link Format#ending} says
   * @return the JSON file: the same name with {@code .json}
   * @throws CissException of kind usage if the name ends otherwise or cannot be written
   */
  public Path save(Path file) {
    Path json = description(file, format);
    Path target = file.toAbsolutePath();
    try {
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      AtomicFile.write(target, content::writeTo);
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
   * @throws CissException of kind usage if the name does not end as the format's do, or is a
   *     folder's
   */
  public static Path description(Path file, Format format) {
    String name = file.toString();
    if (!format.isOf(file)) {
      throw CissException.usage(
          "output %s is no file of format %s; end its name in %s",
          file, EnumLabel.of(format), format.ending());
    }
    requireNoFolder(file);
    return Path.of(name.substring(0, name.length() - format.ending().length()) + ".json");
  }

  private static void requireNoFolder(Path file) {
    if (Files.isDirectory(file)) {
      throw CissException.usage("output %s is a folder; name a file in it", file);
    }
  }
}
