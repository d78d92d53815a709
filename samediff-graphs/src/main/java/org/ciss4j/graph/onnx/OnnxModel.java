// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.onnx;

import static org.ciss4j.graph.onnx.OnnxNodes.integer;
import static org.ciss4j.graph.onnx.OnnxNodes.integers;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import onnx.Onnx.ModelProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.InferenceGraph;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.Parameters;
import org.ciss4j.graph.model.SegmentationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A trained network from image to labels in ONNX, of operator set {@value #OPSET} and for any batch
 * and image size.
 *
 * <p>Input: {@link SegmentationGraph#IMAGE}, float {@code [N, 3, H, W]}, normalised; or, with the
 * {@link Colours} of a normalisation, {@link #PIXELS}, uint8 {@code [N, H, W, 3]}, red, green and
 * blue. Outputs: {@link InferenceGraph#LOGITS}, float {@code [N, C, H, W]}, and {@link
 * InferenceGraph#LABELS}, int32 {@code [N, H, W]}. Constants have the names of the network's
 * parameters.
 */
public final class OnnxModel {
  /** Of ONNX 1.8, of 2020, which all runtimes in use know. */
  public static final int OPSET = 13;

  /** Name of the input of a model that normalises images itself. */
  public static final String PIXELS = "pixels";

  private static final int IR_VERSION = 7;
  private static final double BRIGHTEST = 255;

  private final ModelProto model;

  /**
   * How images are normalised: {@code (colour / 255 - mean) / standardDeviation}.
   *
   * @param mean of red, green and blue in 0 to 1
   * @param standardDeviation of each
   */
  public record Colours(List<Float> mean, List<Float> standardDeviation) {}

  private OnnxModel(ModelProto model) {
    this.model = model;
  }

  /**
   * Builds the model.
   *
   * @param threshold probability above which a pixel is a class; means nothing where there is a
   *     background channel
   * @param colours how the model itself normalises images; null for one that takes them normalised
   * @param notes what readers may want to know, by name
   * @throws IllegalArgumentException if the parameters are not those of such a network
   */
  public static OnnxModel of(
      Network network,
      HeadLayout layout,
      Parameters parameters,
      double threshold,
      @Nullable Colours colours,
      Map<String, String> notes) {
    OnnxNodes nodes = new OnnxNodes();
    String input = colours == null ? SegmentationGraph.IMAGE : PIXELS;
    if (colours != null) {
      normalise(nodes, colours, input);
    }
    SameDiff graph = InferenceGraph.ofLogits(network, layout, parameters, new OnnxOps(nodes));
    SameDiffNodes.translate(graph, nodes);
    labels(nodes, layout, threshold);
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("ciss4j")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(
                nodes
                    .graph(input)
                    .setName(network.backbone().name())
                    .addInput(
                        colours == null
                            ? value(input, TensorProto.DataType.FLOAT, "N", 3, "H", "W")
                            : value(input, TensorProto.DataType.UINT8, "N", "H", "W", 3))
                    .addOutput(
                        value(
                            InferenceGraph.LOGITS,
                            TensorProto.DataType.FLOAT,
                            "N",
                            layout.outputs(),
                            "H",
                            "W"))
                    .addOutput(
                        value(InferenceGraph.LABELS, TensorProto.DataType.INT32, "N", "H", "W")));
    notes.forEach(
        (name, text) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(name).setValue(text)));
    return new OnnxModel(model.build());
  }

  private static void normalise(OnnxNodes nodes, Colours colours, String input) {
    String first = nodes.add("Transpose", List.of(input), integers("perm", 0, 3, 1, 2));
    String numbers =
        nodes.add("Cast", List.of(first), integer("to", TensorProto.DataType.FLOAT.getNumber()));
    String share = nodes.add("Div", List.of(numbers, nodes.scalar(BRIGHTEST)));
    String centred =
        nodes.add("Sub", List.of(share, nodes.perChannel("mean of colours", colours.mean())));
    String deviation =
        nodes.perChannel("standard deviation of colours", colours.standardDeviation());
    nodes.add(SegmentationGraph.IMAGE, "Div", List.of(centred, deviation));
  }

  private static void labels(OnnxNodes nodes, HeadLayout layout, double threshold) {
    String logits = InferenceGraph.LOGITS;
    String labels;
    if (layout.unknown()) {
      labels = largest(nodes, joinedWithUnknown(nodes, layout));
    } else if (layout.background()) {
      labels = largest(nodes, logits);
    } else {
      String most =
          nodes.add("ReduceMax", List.of(logits), integers("axes", 1), integer("keepdims", 0));
      String probability = nodes.add("Sigmoid", List.of(most));
      String above = nodes.add("Greater", List.of(probability, nodes.scalar(threshold)));
      String one = nodes.integers(1);
      String number = nodes.add("Add", List.of(largest(nodes, logits), one));
      labels = nodes.add("Mul", List.of(number, cast(nodes, above, TensorProto.DataType.INT64)));
    }
    nodes.add(
        InferenceGraph.LABELS,
        "Cast",
        List.of(labels),
        integer("to", TensorProto.DataType.INT32.getNumber()));
  }

  private static String cast(OnnxNodes nodes, String of, TensorProto.DataType type) {
    return nodes.add("Cast", List.of(of), integer("to", type.getNumber()));
  }

  private static String largest(OnnxNodes nodes, String of) {
    return nodes.add("ArgMax", List.of(of), integer("axis", 1), integer("keepdims", 0));
  }

  /** The unknown is background too, so the probability of that is the sum of the first two. */
  private static String joinedWithUnknown(OnnxNodes nodes, HeadLayout layout) {
    String probabilities = nodes.add("Sigmoid", List.of(InferenceGraph.LOGITS));
    String background =
        nodes.add(
            "ReduceSum",
            List.of(channels(nodes, probabilities, 0, 2), nodes.integers(1)),
            integer("keepdims", 1));
    String classes = channels(nodes, probabilities, 2, layout.outputs());
    return nodes.add("Concat", List.of(background, classes), integer("axis", 1));
  }

  private static String channels(OnnxNodes nodes, String of, long first, long end) {
    return nodes.add(
        "Slice", List.of(of, nodes.integers(first), nodes.integers(end), nodes.integers(1)));
  }

  private static ValueInfoProto value(String name, TensorProto.DataType type, Object... lengths) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object length : lengths) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          length instanceof Integer number
              ? dimension.setDimValue(number)
              : dimension.setDimParam((String) length));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }

  /** Name of the input. */
  public String input() {
    return model.getGraph().getInput(0).getName();
  }

  /**
   * Writes the file.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.writeTo(out);
    }
  }
}
