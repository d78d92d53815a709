// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 ciss4j authors
package org.ciss4j.graph.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.ciss4j.graph.model.HeadLayout;
import org.ciss4j.graph.model.MobileNetV2;
import org.ciss4j.graph.model.Network;
import org.ciss4j.graph.model.ResNet;
import org.ciss4j.graph.model.SegmentationGraph;
import org.ciss4j.graph.weights.tensor.WeightsFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NetworkWeightsTest {
  private static final HeadLayout LAYOUT = new HeadLayout(List.of(2, 1));
  private static final Network SMALL =
      new Network(new ResNet("small", false, List.of(1, 1, 1, 1), 2, 16), 4);
  private static final Map<String, List<Long>> SHAPES =
      SegmentationGraph.parameterShapes(SMALL, LAYOUT);

  /** The network's own parameters, or those of a part of it, under other names. */
  private static Map<String, INDArray> file(String prefix, UnaryOperator<String> rename) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    SHAPES.forEach(
        (name, shape) -> {
          if (name.startsWith(prefix)) {
            arrays.put(rename.apply(name), array(shape));
          }
        });
    return arrays;
  }

  private static INDArray array(List<Long> shape) {
    return Nd4j.zeros(DataType.FLOAT, shape.stream().mapToLong(Long::longValue).toArray());
  }

  private static Map<String, INDArray> torchvision() {
    return file("backbone.", name -> name.substring("backbone.".length()));
  }

  private static LoadReport report(Map<String, INDArray> file) {
    return NetworkWeights.of(file).orElseThrow().compareWith(SHAPES);
  }

  @Test
  void anOwnFileIsTheNetwork() {
    LoadReport report = report(file("", name -> name));
    assertThat(report.naming()).isEqualTo(Naming.DKD);
    assertThat(report.matched()).containsExactlyElementsOf(SHAPES.keySet());
    assertThat(report.unlikeTrained()).isEmpty();
    assertThat(report.impossible()).isEmpty();
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.lines())
        .containsExactly("matched " + SHAPES.size() + ", named as in the official code of DKD");
  }

  @Test
  void whatDataParallelTrainingPutsBeforeNamesIsDropped() {
    Map<String, INDArray> file = file("", name -> "module." + name);
    assertThat(report(file).unlikeTrained()).isEmpty();
    assertThat(NetworkWeights.of(file).orElseThrow().arrays(List.of("cls.0.bias")))
        .containsEntry("cls.0.bias", file.get("module.cls.0.bias"));
  }

  @Test
  void imageNetWeightsAreABackboneAndAClassifierNobodyNeeds() {
    Map<String, INDArray> file = torchvision();
    file.put("fc.weight", array(List.of(1000L, 16L)));
    file.put("fc.bias", array(List.of(1000L)));
    LoadReport report = report(file);
    assertThat(report.naming()).isEqualTo(Naming.TORCHVISION);
    assertThat(report.matched()).hasSize(file.size() - 2).contains("backbone.layer4.0.bn2.bias");
    assertThat(report.leftOver()).isEmpty();
    assertThat(report.otherClassifiers()).containsExactly("fc.weight", "fc.bias");
    assertThat(report.impossible()).isEmpty();
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.unlikeTrained()).hasValueSatisfying(m -> assertThat(m).contains("aspp."));
    assertThat(report.lines())
        .containsExactly(
            "matched " + (file.size() - 2) + ", named as in torchvision",
            "left over 2: fc.weight, fc.bias",
            "missing 41, so drawn at random: aspp (35), cls (6)");
  }

  @Test
  void aBackboneThatIsNotWholeIsIncomplete() {
    Map<String, INDArray> file = torchvision();
    file.keySet().removeIf(name -> name.startsWith("layer4."));
    LoadReport report = report(file);
    assertThat(report.impossible()).isEmpty();
    assertThat(report.incomplete())
        .contains(
            "it lacks backbone.layer4.0.conv1.weight, backbone.layer4.0.bn1.weight,"
                + " backbone.layer4.0.bn1.bias and 12 more");
    assertThat(report.lines().get(1))
        .isEqualTo("missing 56, so drawn at random: backbone.layer4 (15), aspp (35), cls (6)");
  }

  @Test
  void anAsppThatIsNotWholeIsIncomplete() {
    Map<String, INDArray> file = file("", name -> name);
    file.remove("aspp.project.0.weight");
    assertThat(report(file).incomplete()).contains("it lacks aspp.project.0.weight");
  }

  @Test
  void whatIsLeftOverIsTold() {
    Map<String, INDArray> file = torchvision();
    file.put("layer4.1.conv1.weight", array(List.of(16L, 16L, 3L, 3L)));
    LoadReport report = report(file);
    assertThat(report.leftOver()).containsExactly("layer4.1.conv1.weight");
    assertThat(report.incomplete()).contains("the network has no layer4.1.conv1.weight");
    assertThat(report.impossible()).isEmpty();
  }

  @Test
  void anotherShapeIsImpossible() {
    Map<String, INDArray> file = torchvision();
    file.put("conv1.weight", array(List.of(64L, 3L, 7L, 7L)));
    assertThat(report(file).impossible())
        .contains(
            "it is of another network: backbone.conv1.weight is float [64, 3, 7, 7] instead of"
                + " float [2, 3, 7, 7]");
  }

  /** Quantised weights have the right shape, and would fail in the middle of training. */
  @Test
  void whatIsNoFloatDoesNotFit() {
    for (String name : List.of("backbone.conv1.weight", "cls.1.weight")) {
      Map<String, INDArray> file = file("", same -> same);
      file.put(name, file.get(name).castTo(DataType.INT8));
      assertThat(report(file).impossible())
          .hasValueSatisfying(m -> assertThat(m).contains(name + " is byte ["));
    }
  }

  /** As it is after converting a file to half precision, or in one that lists them. */
  @Test
  void countersOfOtherTypesAreCounters() {
    String name = "backbone.bn1.num_batches_tracked";
    for (INDArray counter :
        List.of(Nd4j.scalar(7f), Nd4j.createFromArray(7L), Nd4j.scalar(DataType.INT64, 7))) {
      Map<String, INDArray> file = file("", same -> same);
      file.put(name, counter);
      NetworkWeights weights = NetworkWeights.of(file).orElseThrow();
      LoadReport report = weights.compareWith(SHAPES);
      assertThat(report.unlikeTrained()).isEmpty();
      INDArray read = Objects.requireNonNull(weights.arrays(report.matched()).get(name));
      assertThat(read).isEqualTo(Nd4j.scalar(DataType.INT64, 7));
      assertThat(read.dataType()).isEqualTo(DataType.INT64);
    }
  }

  @Test
  void classesAreThoseOfTheClassifiers() {
    assertThat(NetworkWeights.of(file("", name -> name)).orElseThrow().classesPerStep())
        .isEqualTo(LAYOUT.classesPerStep());
    assertThat(NetworkWeights.of(torchvision()).orElseThrow().classesPerStep()).isEmpty();
  }

  @Test
  void classifiersOfAnotherStepAreLeftOver() {
    Map<String, INDArray> file = file("", name -> name);
    file.put("cls.1.weight", array(List.of(7L, 4L, 1L, 1L)));
    file.put("cls.1.bias", array(List.of(7L)));
    file.put("cls.3.weight", array(List.of(1L, 4L, 1L, 1L)));
    LoadReport report = report(file);
    assertThat(report.missing()).containsExactly("cls.1.weight", "cls.1.bias");
    assertThat(report.otherClassifiers())
        .containsExactly("cls.1.weight", "cls.1.bias", "cls.3.weight");
    assertThat(report.matched()).contains("cls.0.weight", "cls.2.weight");
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.unlikeTrained()).contains("it lacks cls.1.weight, cls.1.bias");
  }

  /** PyTorch before 0.4.1 did not count batches. */
  @Test
  void countersMayBeMissing() {
    Map<String, INDArray> file = file("", name -> name);
    file.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));
    assertThat(report(file).unlikeTrained()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "conv_stem.weight, features.0.0.weight",
    "bn1.running_mean, features.0.1.running_mean",
    "blocks.0.0.conv_dw.weight, features.1.conv.0.0.weight",
    "blocks.0.0.bn1.bias, features.1.conv.0.1.bias",
    "blocks.0.0.conv_pw.weight, features.1.conv.1.weight",
    "blocks.0.0.bn2.running_var, features.1.conv.2.running_var",
    "blocks.1.0.conv_pw.weight, features.2.conv.0.0.weight",
    "blocks.1.1.bn1.weight, features.3.conv.0.1.weight",
    "blocks.2.2.conv_dw.weight, features.6.conv.1.0.weight",
    "blocks.3.3.bn2.num_batches_tracked, features.10.conv.1.1.num_batches_tracked",
    "blocks.4.0.conv_pwl.weight, features.11.conv.2.weight",
    "blocks.5.2.bn3.bias, features.16.conv.3.bias",
    "blocks.6.0.conv_pwl.weight, features.17.conv.2.weight",
    "conv_head.weight, features.18.0.weight",
    "bn2.weight, features.18.1.weight"
  })
  void timmsMobileNetV2(String timm, String torchvision) {
    assertThat(Naming.TIMM.rename(timm)).isEqualTo("backbone." + torchvision);
  }

  /** timm has as many parameters as torchvision, each with a place of its own. */
  @Test
  void timmsMobileNetV2IsWhole() {
    Map<String, List<Long>> shapes =
        SegmentationGraph.parameterShapes(new Network(new MobileNetV2(16), 2), LAYOUT);
    Map<String, INDArray> file = new LinkedHashMap<>();
    List<Integer> blocks = List.of(1, 2, 3, 4, 3, 3, 1);
    add(file, shapes, "conv_stem", "bn1");
    for (int stage = 0; stage < 7; stage++) {
      for (int i = 0; i < blocks.get(stage); i++) {
        String block = "blocks." + stage + "." + i + ".";
        String[] parts =
            stage == 0
                ? new String[] {"conv_dw", "bn1", "conv_pw", "bn2"}
                : new String[] {"conv_pw", "bn1", "conv_dw", "bn2", "conv_pwl", "bn3"};
        add(file, shapes, Arrays.stream(parts).map(block::concat).toArray(String[]::new));
      }
    }
    add(file, shapes, "conv_head", "bn2");
    file.put("classifier.weight", array(List.of(1000L, 1280L)));
    LoadReport report = NetworkWeights.of(file).orElseThrow().compareWith(shapes);
    assertThat(report.naming()).isEqualTo(Naming.TIMM);
    assertThat(report.matched()).hasSize(312);
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.impossible()).isEmpty();
    assertThat(report.otherClassifiers()).containsExactly("classifier.weight");
  }

  /** Adds layers under the names of timm, in the order and with the shapes of our network. */
  private static void add(
      Map<String, INDArray> file, Map<String, List<Long>> shapes, String... layers) {
    List<Map.Entry<String, List<Long>>> own =
        shapes.entrySet().stream().filter(e -> e.getKey().startsWith("backbone.")).toList();
    for (String layer : layers) {
      int parts = layer.contains("conv") ? 1 : 5;
      for (int i = 0; i < parts; i++) {
        Map.Entry<String, List<Long>> next = own.get(file.size());
        String part = next.getKey().substring(next.getKey().lastIndexOf('.'));
        file.put(layer + part, array(next.getValue()));
      }
    }
  }

  @Test
  void namesOfNoNetworkAreRefused(@TempDir Path folder) {
    Path file = folder.resolve("other.safetensors");
    Safetensors.write(file, Map.of("encoder.weight", array(List.of(1L))), Map.of());
    assertThatThrownBy(() -> NetworkWeights.read(file))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContainingAll("other.safetensors", "conv1.weight", "found encoder.weight");
    Safetensors.write(file, Map.of(), Map.of());
    assertThatThrownBy(() -> NetworkWeights.read(file)).hasMessageContaining("found no arrays");
  }

  private static UnaryOperator<String> behind(String prefix) {
    return name -> prefix + name.substring("backbone.".length());
  }

  @ParameterizedTest
  @CsvSource({
    "module., ''",
    "_orig_mod., ''",
    "module._orig_mod., ''",
    "model., model.",
    "module.model., model.",
    "state_dict.model., state_dict.model.",
    "module.encoder_q., encoder_q.",
    "encoder., encoder.",
    "net.backbone._orig_mod., net."
  })
  void aBackboneMayStandBehindAnyPrefix(String prefix, String said) {
    LoadReport report = report(file("backbone.", behind(prefix)));
    assertThat(report.prefix()).isEqualTo(said);
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.matched()).hasSize(torchvision().size());
    assertThat(String.join(", ", report.lines()))
        .contains(said.isEmpty() ? "names without their '" + prefix : "behind '" + said + "'");
  }

  @Test
  void aWholeNetworkMayStandBehindAPrefix() {
    LoadReport report = report(file("", name -> "model." + name));
    assertThat(report.unlikeTrained()).isEmpty();
    assertThat(report.lines())
        .containsExactly(
            "matched " + SHAPES.size() + ", named as in the official code of DKD behind 'model.'");
  }

  /**
   * Momentum contrast: the key encoder follows the query encoder, and neither queue nor it counts.
   */
  @Test
  void ofMomentumContrastTheQueryEncoderIsTaken() {
    Map<String, INDArray> file = new LinkedHashMap<>();
    file.put("module.queue", array(List.of(8L, 4L)));
    file.putAll(file("backbone.", behind("module.encoder_k.")));
    file.putAll(file("backbone.", behind("module.encoder_q.")));
    file.put("module.encoder_q.fc.0.weight", array(List.of(16L, 16L)));
    NetworkWeights weights = NetworkWeights.of(file).orElseThrow();
    LoadReport report = weights.compareWith(SHAPES);
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.otherClassifiers()).containsExactly("fc.0.weight");
    assertThat(report.lines()).contains("not taken 73: queue (1), encoder_k (72)");
    assertThat(weights.arrays(List.of("backbone.conv1.weight")))
        .containsEntry("backbone.conv1.weight", file.get("module.encoder_q.conv1.weight"));
  }

  @Test
  void severalNetworksAreRefused(@TempDir Path folder) {
    Map<String, INDArray> file = file("backbone.", behind("student."));
    file.putAll(file("backbone.", behind("teacher.")));
    Path path = folder.resolve("two.safetensors");
    Safetensors.write(path, file, Map.of());
    assertThatThrownBy(() -> NetworkWeights.read(path))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContainingAll("expected one network, found 2", "'student.'", "'teacher.'");
    assertThat(NetworkWeights.of(file)).isEmpty();
  }

  /** Its backbone is named as DKD's is. */
  @Test
  void anFcnOfTorchvisionGivesItsBackbone() {
    Map<String, INDArray> file = file("backbone.", name -> name);
    file.put("classifier.0.weight", array(List.of(4L, 16L, 3L, 3L)));
    file.put("classifier.4.weight", array(List.of(21L, 4L, 1L, 1L)));
    file.put("aux_classifier.0.weight", array(List.of(4L, 8L, 3L, 3L)));
    LoadReport report = report(file);
    assertThat(report.naming()).isEqualTo(Naming.TORCHVISION_SEGMENTER);
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.lines()).contains("not taken 3: classifier (2), aux_classifier (1)");
  }

  private static final Map<String, String> MMSEG =
      Map.of(
          "aspp.convs.4.1.", "decode_head.image_pool.1.conv.",
          "aspp.convs.4.2.", "decode_head.image_pool.1.bn.");

  private static String mmseg(String name) {
    String renamed =
        name.replaceFirst("^aspp\\.convs\\.([0-3])\\.0\\.", "decode_head.aspp_modules.$1.conv.")
            .replaceFirst("^aspp\\.convs\\.([0-3])\\.1\\.", "decode_head.aspp_modules.$1.bn.");
    for (Map.Entry<String, String> entry : MMSEG.entrySet()) {
      renamed = renamed.replace(entry.getKey(), entry.getValue());
    }
    return renamed;
  }

  private static Map<String, INDArray> mmseg(int width) {
    Map<String, INDArray> file = file("backbone.", name -> name);
    file("aspp.convs.", NetworkWeightsTest::mmseg)
        .forEach(
            (name, array) -> {
              long[] shape = array.shape().clone();
              if (shape.length > 0) {
                shape[0] = width;
              }
              file.put(name, Nd4j.zeros(DataType.FLOAT, shape));
            });
    file.put("decode_head.bottleneck.conv.weight", array(List.of(4L, 20L, 3L, 3L)));
    file.put("decode_head.conv_seg.weight", array(List.of(19L, 4L, 1L, 1L)));
    file.put("auxiliary_head.conv_seg.weight", array(List.of(19L, 4L, 1L, 1L)));
    return file;
  }

  /** Backbone and the branches of the ASPP; what joins these is made another way. */
  @Test
  void aDeepLabOfMmsegmentationGivesWhatFits() {
    Map<String, INDArray> file = mmseg(4);
    LoadReport report = report(file);
    assertThat(report.naming()).isEqualTo(Naming.MMSEG);
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.impossible()).isEmpty();
    assertThat(report.matched())
        .hasSize(file.size() - 3)
        .contains("aspp.convs.0.0.weight", "aspp.convs.3.1.running_var", "aspp.convs.4.1.weight");
    assertThat(report.notTaken())
        .containsExactly(
            "decode_head.bottleneck.conv.weight",
            "decode_head.conv_seg.weight",
            "auxiliary_head.conv_seg.weight");
    assertThat(report.lines()).contains("missing 16, so drawn at random: aspp (10), cls (6)");
  }

  @Test
  void anAsppOfAnotherWidthIsNotTaken() {
    LoadReport report = report(mmseg(8));
    assertThat(report.impossible()).isEmpty();
    assertThat(report.incomplete()).isEmpty();
    assertThat(report.matched())
        .filteredOn(name -> name.startsWith("aspp."))
        .allMatch(name -> name.endsWith("tracked"));
    assertThat(report.notTaken()).contains("decode_head.aspp_modules.0.conv.weight");
  }

  @Test
  void aResNetWithADeepStemIsNamed(@TempDir Path folder) {
    Map<String, INDArray> file = file("backbone.layer", name -> name);
    file.put("backbone.stem.0.weight", array(List.of(2L, 3L, 3L, 3L)));
    Path path = folder.resolve("v1c.safetensors");
    Safetensors.write(path, file, Map.of());
    assertThatThrownBy(() -> NetworkWeights.read(path))
        .hasMessageContaining("found a ResNet that begins with three convolutions");
  }
}
